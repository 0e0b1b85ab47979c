/* SPDX-License-Identifier: MIT */
/*
 * pkmap.h - the pkmap window: its slots, their states, and the lock. For
 * mm/highmem.c and the strategies; all other code uses mm/highmem.h.
 *
 * pkmap_count[nr] is the state of slot nr; all but the last line as in Linux:
 *
 *	0        free: not mapped, and no CPU's TLB has held its address since
 *	1        mapped, but not in use: it may be unmapped, or used again
 *	n > 1    mapped, pinned by n - 1 users
 *	n < 0    not mapped, but TLBs may still hold it: the strategy says what
 *	         the number means
 *	BUSY     (PKMAP_BUSY) a CPU maps or unmaps it without the lock: until it
 *	         is done, the slot is its own, and I3 to I5 say nothing of it
 *
 * Invariants. Each is checked where that is cheapest: I2 to I6 by the code that
 * reports violations (mm/violation.h), and I1 by the oracle (oracle/oracle.h),
 * since nothing else can see what a TLB holds.
 *
 *	I1  count 0: no CPU can use an old translation of the slot's address
 *	I2  a page is mapped in one slot at most
 *	I3  count <= 0: the slot's entry is not present
 *	I4  count >= 1: the entry is present, and page_address() of the page it
 *	    maps is the slot's address
 *	I5  page_address() of a high page is 0, or the address of a slot with
 *	    count >= 1 that maps the page
 *	I6  a slot that is unpinned had count >= 2
 *
 * They hold whenever kmap_lock is free, for a strategy that keeps its claims.
 */
#ifndef MM_PKMAP_H
#define MM_PKMAP_H

#include "arch/pte.h"
#include "mm/layout.h"
#include "mm/page.h"
#include "smp/spinlock.h"
#include "smp/wait.h"

#define PKMAP_MIN_SLOTS  8
#define PKMAP_MAX_COLORS 4

/* The shape of the window; set by kmap_reset(), while it is not in use. */
struct pkmap_config {
	unsigned int slots;  /* PKMAP_MIN_SLOTS to PKMAP_SLOTS_MAX */
	unsigned int colors; /* 1, 2 or 4 parts, by page colour */
	bool lock_irq;       /* lock_kmap() takes the interrupts-off form */
	unsigned int batch;  /* slots recycled at a time; 0: PKMAP_BATCH */
};
#define PKMAP_BATCH 32 /* a shootdown of so many invalidates them one by one */
extern struct pkmap_config pkmap_config;

#define LAST_PKMAP     (pkmap_config.slots)
#define PKMAP_ADDR(nr) (PKMAP_BASE + ((unsigned long)(nr) << PAGE_SHIFT))
#define PKMAP_NR(addr) ((unsigned int)(((addr)-PKMAP_BASE) >> PAGE_SHIFT))

/*
 * How many bytes apart the counts are: a power of two, 4 or more. Every pin and
 * unpin writes one, so CPUs that use neighbouring slots share a cache line;
 * with 64 each count has its own, and the array 32 KiB. To measure whether that
 * pays: make KCFLAGS_MORE=-DPKMAP_COUNT_STRIDE=64.
 */
#ifndef PKMAP_COUNT_STRIDE
#define PKMAP_COUNT_STRIDE 4
#endif

struct pkmap_slot_count {
	SHARED(int) value;
} __aligned(PKMAP_COUNT_STRIDE);
#define PKMAP_BUSY (-0x7fffffff - 1)
extern struct pkmap_slot_count pkmap_count[PKMAP_SLOTS_MAX];

/* The count of the slot of an address, which is a whole page's, by one shift
 * and a constant: pkmap_count_at(pkmap_count_key(vaddr)) is
 * &pkmap_count[PKMAP_NR(vaddr)]. No other address has the same key. */
static inline unsigned long pkmap_count_key(unsigned long vaddr)
{
	return vaddr >>
	       (PAGE_SHIFT - __builtin_ctz(sizeof(struct pkmap_slot_count)));
}

static inline struct pkmap_slot_count *pkmap_count_at(unsigned long key)
{
	return (struct pkmap_slot_count *)((unsigned long)pkmap_count -
					   pkmap_count_key(PKMAP_BASE) + key);
}

extern struct pte *pkmap_page_table; /* entry of each slot */
extern spinlock_t kmap_lock;

/*
 * The lock of the window. lock_kmap() is for callers with interrupts on: in the
 * irq form unlock_kmap() turns them on, whatever they were before. (Linux:
 * spin_lock_irq, where ARCH_NEEDS_KMAP_HIGH_GET is set.) In the irq form
 * lock_kmap_any() works in any context.
 */
void lock_kmap(void);
void unlock_kmap(void);
bool lock_kmap_any(void);
void unlock_kmap_any(bool were_on);

/* Colours: which part of the window a page may be mapped in. */
unsigned int get_pkmap_color(const struct page *page);
unsigned int get_next_pkmap_nr(unsigned int color);
/* Slot nr, the next one of its colour, is the first in a batch: the batch has
 * to be recycled. Where a batch is the whole window, as in Linux, that is the
 * case once a round. */
bool no_more_pkmaps(unsigned int nr, unsigned int color);
unsigned int get_pkmap_entries_count(unsigned int color);
struct wait_queue *get_pkmap_wait_queue_head(unsigned int color);
/* Wake all threads that wait for a slot, of any colour. Any context. */
void pkmap_wake_all(void);

/* Add to a slot's count, by a locked instruction where the strategy needs that;
 * returns what it was. Lock held. */
int pkmap_count_add(unsigned int nr, int add);

/*
 * Slots first to end - 1: those that are recycled together. pkmap_batch_of() is
 * the batch that slot nr is in, of any colour. The batch whose turn it is, is
 * the one that flush_all_zero_pkmaps() is called for. It may be another one as
 * soon as the lock has been free. Lock held.
 */
struct pkmap_batch {
	unsigned int first, end;
};
struct pkmap_batch pkmap_batch_of(unsigned int nr);
struct pkmap_batch pkmap_batch_whose_turn_it_is(void);
void pkmap_set_turn(unsigned int nr);

/* Which slots one of the next functions has zeroed. */
struct pkmap_zeroed {
	unsigned int count;
	unsigned int first, last; /* if count is not 0 */
};

/*
 * Unmap every slot of a batch that nobody uses (count 1). Its count becomes
 * `count`, its page has no address any more, its entry is cleared. TLBs are not
 * flushed. pkmap_zero_unused() takes the batch whose turn it is. Lock held.
 */
struct pkmap_zeroed pkmap_zero_batch(struct pkmap_batch batch, int count);
struct pkmap_zeroed pkmap_zero_unused(int count);

/*
 * As pkmap_zero_unused(), but the count becomes a mark: pkmap_mark(), a
 * negative number that no other slots have than those of this call, until the
 * caller has made them free again, all at once and with the lock held. It is
 * made of the first slot's number. While that slot is marked it is not unused,
 * so no other call can begin with it, however many there are at a time.
 */
struct pkmap_zeroed pkmap_mark_unused(void);

static inline int pkmap_mark(unsigned int first)
{
	return -1 - (int)first;
}

/* Forget all translations of the window, or of some slots, on every CPU. */
void pkmap_flush_window(void);
void pkmap_flush_slots(const struct pkmap_zeroed *slots);

/* Link or unlink page and address. Lock held. vaddr 0: none. */
void set_page_address(struct page *page, unsigned long vaddr);

/*
 * Has a slot of this colour become free or unused? For the slot_turned_up() of
 * strategies that recycle in batches or drop the lock meanwhile. No lock held.
 */
bool pkmap_slot_turned_up(unsigned int color);

/* For kmap_reset(). config->batch as it is to be, 1 or more. */
void pkmap_rebuild(const struct pkmap_config *config);

#endif
