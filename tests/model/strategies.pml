/* SPDX-License-Identifier: MIT */
/*
 * strategies.pml - mm/strategy/NAME.c, one of them at a time: the hooks of
 * struct kmap_strategy.
 */

/* As in most of them. */
inline clear_pte(slot)
{
	atomic { every_tlb_may_keep(slot); pte[slot] = NONE }
}

#if STRATEGY != CPUMASK
inline take_pte(slot)  { clear_pte(slot) }
inline slot_used(slot) { skip }
#endif
#if STRATEGY != LOCKLESS
inline pin_unlocked(page) { skip }
#endif
#if STRATEGY != QUARANTINE && STRATEGY != LOCKLESS && STRATEGY != EPOCH
inline slot_turned_up() { skip }
#endif

#if STRATEGY == HELD || STRATEGY == POLLED

inline flush_all_zero_pkmaps()
{
	pkmap_zero_unused(0);
	if
	:: zeroed != 0 -> flush_tlb_kernel_range(ALL_SLOTS)
	:: else
	fi;
	zeroed = 0
}

#elif STRATEGY == DROPPED || STRATEGY == RECHECK

inline flush_all_zero_pkmaps()
{
	pkmap_zero_unused(0);
	if
	:: zeroed != 0 ->
		drop_kmap_lock();
		flush_tlb_kernel_range(ALL_SLOTS);
		lock_kmap();
		look_again = STRATEGY == RECHECK
	:: else
	fi;
	zeroed = 0
}

#elif STRATEGY == QUARANTINE || STRATEGY == LOCKLESS

/* The mark of a flush is made of the first slot that it has zeroed, or, if that
 * is none yet, is about to zero: `at`. */
#if SLOTS > 2
#error "the mark is written for 2 slots"
#endif
#define mark_of(first) (-1 - (first))
#if BREAK == MARK_BY_CPU
#define new_mark mark_of(me)
#define my_mark	 mark_of(me)
#else
#define new_mark mark_of(at * !(zeroed & 1))
#define my_mark	 mark_of(!(zeroed & 1))
#endif

inline publish()
{
	atomic {
		for (i : 0 .. SLOTS - 1) {
			if
			:: count[i] == my_mark ||
			   (BREAK == PUBLISH_ALL && count[i] < 0) -> count[i] = 0
			:: else
			fi
		}
		printf("@%d makes its slots free\n", me)
	}
}

inline flush_all_zero_pkmaps()
{
	pkmap_zero_unused(new_mark);
	if
	:: zeroed != 0 ->
		drop_kmap_lock();
		flush_tlb_kernel_range(zeroed);
		lock_kmap();
		publish();
		if
		:: BREAK != NO_PUBLISH_WAKE -> wake_up()
		:: else
		fi;
		atomic { look_again = BREAK != NO_RECHECK; zeroed = 0 }
	:: else
	fi
}

inline slot_turned_up()
{
	at = 0;
	do
	:: atomic {
		at < SLOTS && !turned_up ->
		turned_up = (count[at] == 0 || count[at] == 1);
		at++
	}
	:: atomic { at == SLOTS || turned_up -> at = 0; break }
	od
}

#elif STRATEGY == EPOCH

#define RETIRED (-1)
#define FRESH	(-2)

byte generation;
byte seen[CPUS];
byte tag[SLOTS];

#define NO_PASS	255 /* this CPU has passed the generation already */

inline flush_everything()
{
	local_flush(ALL_SLOTS);
	printf("@%d flushes everything\n", me)
}

/*
 * epoch_pass() in three steps; the caller has the variable now. To read the
 * generation and to flush at once is the worst case: a later flush forgets more.
 */
inline pass_flush()
{
	now = generation;
	if
	:: seen[me] == now -> now = NO_PASS
	:: seen[me] != now && BREAK == STORE_FIRST -> seen[me] = now
	:: else -> flush_everything()
	fi
}

inline pass_store()
{
	if
	:: now == NO_PASS
	:: now != NO_PASS && BREAK == STORE_FIRST -> flush_everything()
	:: else ->
		seen[me] = now;
		printf("@%d has passed generation %d\n", me, now)
	fi
}

inline pass_wake()
{
	if
	:: now != NO_PASS && waitqueue_active -> wake_up()
	:: else
	fi;
	now = 0
}

#define has_passed(cpu, gen) (seen[cpu] >= (gen) || (is_idle & bit(cpu)))

/* One CPU after the other. */
inline all_have_passed()
{
	do
	:: atomic { cpu < CPUS && has_passed(cpu, gen) -> cpu++ }
	:: atomic { cpu < CPUS && !has_passed(cpu, gen) ->
		passed = false; cpu = 0; gen = 0; break }
	:: atomic { cpu == CPUS -> passed = true; cpu = 0; gen = 0; break }
	od
}

inline tag_slots()
{
	atomic {
		for (i : 0 .. SLOTS - 1) {
			if
			:: count[i] == FRESH ->
				tag[i] = generation + (BREAK != RAISE_FIRST);
				count[i] = RETIRED
			:: else
			fi
		}
	}
}

inline free_the_passed()
{
	do
	:: atomic { at < SLOTS && count[at] != RETIRED -> at++ }
	:: atomic { at < SLOTS && count[at] == RETIRED -> gen = tag[at] };
		all_have_passed();
		atomic {
			if
			:: passed ->
				count[at] = 0;
				tag[at] = 0; /* nobody looks at it any more */
				printf("@%d makes slot %d free\n", me, at)
			:: else
			fi;
			passed = false;
			at++
		}
	:: atomic { at == SLOTS -> at = 0; break }
	od
}

inline flush_all_zero_pkmaps()
{
#if BREAK == RAISE_FIRST
	atomic {
		if
		:: count[0] == 1 || count[SLOTS - 1] == 1 -> generation++
		:: else
		fi
	}
#endif
	atomic {
		pkmap_zero_unused(FRESH);
		if
		:: zeroed != 0 -> tag_slots()
		:: else
		fi
	};
	atomic {
		if
		:: zeroed != 0 && BREAK != RAISE_FIRST -> generation++
		:: else
		fi;
		zeroed = 0;
		irqs_off[me] = true
	};
	atomic { pass_flush() };
	atomic { pass_store() };
	atomic { pass_wake(); irqs_off[me] = (LOCK == IRQ) };
	free_the_passed()
}

/* The sleeper has queued up: it looks once more, without the lock. */
inline slot_turned_up()
{
	do
	:: atomic {
		at < SLOTS && !turned_up && count[at] == RETIRED ->
		gen = tag[at];
		at++
	}
		all_have_passed();
		atomic { turned_up = passed; passed = false }
	:: atomic {
		at < SLOTS && !turned_up && count[at] != RETIRED ->
		turned_up = count[at] == 0;
		at++
	}
	:: atomic { at == SLOTS || turned_up -> at = 0; break }
	od
}

#elif STRATEGY == CPUMASK

byte valid[SLOTS];     /* sets of CPUs */
bool accessed[SLOTS];  /* the entry's A bit, as far as somebody used it */

/* The A bit may be set although nobody used the address: a TLB has taken the
 * entry in. If it is clear, none has. */
inline take_pte(slot)
{
	atomic {
		if
		:: every_tlb_may_keep(slot);
			valid[slot] = 0
		:: !accessed[slot]
		fi;
		pte[slot] = NONE;
		accessed[slot] = false
	}
}

inline flush_all_zero_pkmaps()
{
	pkmap_zero_unused(0);
	zeroed = 0
}

inline slot_used(slot)
{
	if
	:: !(valid[slot] & bit(me)) ->
		local_flush(bit(slot));
		valid[slot] = valid[slot] | bit(me);
		printf("@%d flushes slot %d for itself\n", me, slot)
	:: else
	fi
}

#endif

#if STRATEGY == LOCKLESS

inline pin_unlocked(page)
{
	vaddr = address[page];
	if
	:: vaddr != NONE ->
		atomic {
			if
			:: count[vaddr - 1] >= 1 ->
				count[vaddr - 1]++;
				printf("@%d pins slot %d, ", me, vaddr - 1);
				printf("whose count is now %d\n",
				       count[vaddr - 1])
			:: else -> vaddr = NONE
			fi
		};
		if
		:: vaddr != NONE && address[page] != vaddr &&
		   BREAK != NO_VERIFY ->
			printf("@%d has pinned another page, and undoes it\n", me);
			unpin();
			if
			:: wake -> wake_up()
			:: else
			fi;
			atomic { vaddr = NONE; wake = false }
		:: else
		fi
	:: else
	fi
}

#endif
