/* SPDX-License-Identifier: MIT */
/*
 * highmem.pml - mm/highmem.c, mm/pkmap.c and mm/page_address.c: what all
 * strategies share. The inlines have the C functions' names.
 *
 * Whoever calls them has the variables of CALLER.
 */
#define CALLER                                                               \
	byte vaddr;      /* slot + 1, or NONE: kmap_high()'s result */       \
	byte nr, left;   /* find_slot()'s */                                 \
	byte at;         /* pkmap_zero_unused()'s */                         \
	byte zeroed;     /* set of slots: pkmap_zero_unused()'s result */    \
	bool look_again; /* flush_all_zero_pkmaps()'s result */              \
	bool wake;       /* kunmap_high()'s */                               \
	bool were_off;   /* interrupts, before the lock was taken */         \
	bool turn;       /* wait_for_slot()'s */                             \
	bool turned_up;  /* slot_turned_up()'s result */                     \
	CALLER_EPOCH
#if STRATEGY == EPOCH
#define CALLER_EPOCH                                                         \
	byte now;        /* epoch_pass()'s */                                \
	byte cpu, gen;   /* all_have_passed()'s */                           \
	bool passed      /* its result */
#else
#define CALLER_EPOCH
#endif

short count[SLOTS];  /* pkmap_count */
byte address[PAGES]; /* page->kmap_address: slot + 1, or NONE */
byte last_pkmap_nr;
byte kmap_lock;      /* CPU + 1, or 0 */
bool starving;       /* the first who sleeps has lost its patience */

#define is_first   (waiting[0] == self + 1)
#define is_my_turn (!starving || is_first)

/*
 * How much is one step. What the lock guards is looked at by its holder only;
 * so a CPU that holds it may go on until it waits for something. But `lockless`
 * looks at counts and addresses without the lock, a slot_turned_up() at counts,
 * and a thread that is preempted is overtaken where it does not wait: README.md.
 */
#if STRATEGY == LOCKLESS
#define under_lock
#define until_it_waits
#elif STRATEGY == EPOCH || STRATEGY == QUARANTINE || PREEMPT
#define under_lock atomic
#define until_it_waits
#else
#define under_lock atomic
#define until_it_waits atomic
#endif

inline lock_kmap()
{
	atomic {
		if
		:: LOCK == IRQ ->
			were_off = irqs_off[me];
			irqs_off[me] = true
		:: else
		fi;
		preempt_disable();
		spin_lock(kmap_lock);
		if
		:: BREAK == LOCK_PREEMPTED -> preempt_enable()
		:: else
		fi
	}
}

/* Invariants I3 to I5 of mm/pkmap.h: they hold whenever the lock is free. */
inline check_window()
{
	for (i : 0 .. SLOTS - 1) {
		if
		:: (count[i] > 0) != (pte[i] != NONE) ||
		   (pte[i] != NONE && address[pte[i] - 1] != i + 1) ->
			printf("@%d releases kmap_lock, ", me);
			printf("and slot %d is inconsistent\n", i);
			found(bad_count, BAD_COUNT)
		:: else
		fi
	}
}

inline unlock_kmap()
{
	atomic {
		check_window();
		kmap_lock = 0;
		if
		:: LOCK == IRQ -> irqs_off[me] = were_off
		:: else
		fi;
		preempt_enable()
	}
}

/* The same, where a strategy lets others in during its flush. */
inline drop_kmap_lock()
{
	atomic {
		printf("@%d releases kmap_lock\n", me);
		unlock_kmap()
	}
}

inline set_page_address(page, slot)
{
	atomic {
		if
		:: address[page] != NONE ->
			printf("@%d maps page %d in slot %d, ", me, page, slot);
			printf("although it is in slot %d already\n",
			       address[page] - 1);
			found(double_map, DOUBLE_MAP)
		:: else
		fi;
		address[page] = slot + 1
	}
}

inline use_slot(page)
{
	under_lock {
		pte[nr] = page + 1;
		set_page_address(page, nr);
		count[nr] = 1;
		printf("@%d maps page %d in slot %d\n", me, page, nr)
	}
}

/* Slots whose count is 1: unmap them, and give them a new count. */
inline pkmap_zero_unused(new_count)
{
	under_lock {
		zeroed = 0;
		at = 0;
		do
		:: at < SLOTS ->
			if
			:: atomic { count[at] == 1 -> count[at] = new_count };
				atomic {
					if
					:: BREAK != KEEP_ADDRESS ->
						address[pte[at] - 1] = NONE
					:: else
					fi;
					printf("@%d unmaps page %d from slot %d\n",
					       me, pte[at] - 1, at)
				};
				take_pte(at);
				zeroed = zeroed | bit(at)
			:: else
			fi;
			at++
		:: else -> at = 0; break
		od
	}
}

/* One round over the slots. Sets vaddr if one was free, or the page is mapped
 * after all. */
inline find_slot(page)
{
	left = SLOTS;
	do
	:: atomic {
		left > 0 ->
		last_pkmap_nr = (last_pkmap_nr + 1) % SLOTS;
		nr = last_pkmap_nr
	}
		if
		:: nr == 0 -> /* no_more_pkmaps() */
			flush_all_zero_pkmaps();
			left = SLOTS
		:: else
		fi;
		if
		:: atomic {
			look_again && address[page] != NONE ->
			vaddr = address[page];
			break
		}
		:: atomic {
			!(look_again && address[page] != NONE) &&
			count[nr] == 0
		}
			use_slot(page);
			vaddr = nr + 1;
			break
		:: else ->
			atomic { left--; look_again = false }
		fi
	:: atomic { left == 0 -> break }
	od;
	atomic { nr = 0; left = 0; look_again = false }
}

/* After how many tries it starves, we leave open: at any. */
inline lose_patience()
{
	if
	:: is_first -> starving = true
	:: skip
	fi
}

inline wait_for_slot()
{
	atomic { prepare_to_wait(); lose_patience(); turn = is_my_turn };
	unlock_kmap();
	if
	:: turn -> slot_turned_up()
	:: else
	fi;
	if
	:: atomic { turned_up -> turned_up = false; cancel_sleep() }
	:: else ->
		printf("@%d sleeps\n", me);
		idle_until(!(asleep & bit(self)))
	fi;
	atomic { turn = false; lock_kmap() }
}

inline stop_waiting()
{
	atomic {
		if
		:: starving && is_first ->
			finish_wait();
			starving = false;
			wake_up()
		:: else -> finish_wait()
		fi
	}
}

#define is_in_use(slot) (count[slot] > 1)

inline map_if_it_is_our_turn(page)
{
	atomic {
		vaddr = address[page];
		if
		:: vaddr != NONE && !is_my_turn && !is_in_use(vaddr - 1) ->
			vaddr = NONE
		:: else
		fi
	};
	if
	:: vaddr == NONE && is_my_turn -> find_slot(page)
	:: else
	fi
}

inline map_new_virtual(page)
{
	do
	:: map_if_it_is_our_turn(page);
		if
		:: vaddr != NONE -> break
		:: else
		fi;
		wait_for_slot()
	od;
	stop_waiting()
}

inline pin()
{
	atomic {
		if
		:: count[vaddr - 1] < 1 -> found(bad_count, BAD_COUNT)
		:: else -> count[vaddr - 1]++
		fi;
		slot_used(vaddr - 1);
		printf("@%d pins slot %d, whose count is now %d\n", me,
		       vaddr - 1, count[vaddr - 1])
	}
}

inline kmap_high(page)
{
	if
	:: !starving -> pin_unlocked(page)
	:: else
	fi;
	if
	:: vaddr != NONE -> skip
	:: else -> until_it_waits {
		atomic { lock_kmap(); vaddr = address[page] };
		if
		:: vaddr == NONE || starving -> map_new_virtual(page)
		:: else
		fi;
		atomic { pin(); unlock_kmap() }
	}
	fi
}

inline kmap_high_get(page)
{
	pin_unlocked(page);
#if STRATEGY != LOCKLESS
	atomic {
		lock_kmap();
		vaddr = address[page];
		if
		:: vaddr != NONE -> pin()
		:: else
		fi;
		unlock_kmap()
	}
#endif
}

/* Whether the last user is gone. */
inline unpin()
{
	atomic {
		if
		:: count[vaddr - 1] < 2 -> found(bad_count, BAD_COUNT)
		:: else
		fi;
		count[vaddr - 1]--;
		wake = count[vaddr - 1] == 1;
		printf("@%d unpins slot %d, whose count is now %d\n", me,
		       vaddr - 1, count[vaddr - 1])
	}
}

inline kunmap_high(page)
{
#if STRATEGY == LOCKLESS
	vaddr = address[page];
	unpin();
	wake = wake && waitqueue_active;
#else
	atomic {
		lock_kmap();
		vaddr = address[page];
		unpin();
		wake = wake && waitqueue_active;
		unlock_kmap()
	};
#endif
	if
	:: wake && BREAK != NO_WAKE_UP -> wake_up()
	:: else
	fi;
	atomic { wake = false; vaddr = NONE }
}

inline kmap_flush_unused()
{
	lock_kmap();
	flush_all_zero_pkmaps();
	unlock_kmap()
}
