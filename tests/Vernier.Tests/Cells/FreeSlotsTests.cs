using Vernier.Cells;

namespace Vernier.Tests.Cells;

public class FreeSlotsTests
{
    [Fact]
    public void TryTake_AnyState_TakesTheLowestThatFit()
    {
        var free = new FreeSlots(10);
        Take(free, 3, 10).ShouldBe(0);
        Take(free, 3, 10).ShouldBe(3);
        Take(free, 5, 10).ShouldBe(-1);
        Take(free, 4, 10).ShouldBe(6);
        Take(free, 1, 10).ShouldBe(-1);
        free.Return(3, 3);
        Take(free, 1, 10).ShouldBe(3);
        Take(free, 2, 10).ShouldBe(4);
    }

    [Fact]
    public void TryTake_SlotsThatDoNotFitIntoTheRestOfAChunk_AreInTheNextOne()
    {
        var free = new FreeSlots(10);
        Take(free, 6, 40).ShouldBe(0);
        Take(free, 6, 40).ShouldBe(10);
        Take(free, 10, 40).ShouldBe(20);
        Take(free, 4, 40).ShouldBe(6);
        Take(free, 5, 40).ShouldBe(30);
        Take(free, 4, 40).ShouldBe(16);
        Take(free, 11, 1000).ShouldBe(-1);
        free.Count.ShouldBe(40);
    }

    [Fact]
    public void TryTake_Limit_IsNotExceeded()
    {
        var free = new FreeSlots(8);
        Enumerable.Range(0, 64).Count(_ => Take(free, 1, 64) >= 0).ShouldBe(64);
        Take(free, 1, 64).ShouldBe(-1);
        Take(free, 1, 127).ShouldBe(-1);
        Take(free, 1, 128).ShouldBe(64);
    }

    [Fact]
    public void Return_NeighborsInAnyOrder_AreAdjacentAgain()
    {
        int[] order = [0, 1, 2, 3];
        for (var i = 0; i < 50; i++)
        {
            new Random(i).Shuffle(order);
            var free = new FreeSlots(8);
            foreach (var _ in order)
                Take(free, 2, 8);
            Take(free, 2, 8).ShouldBe(-1);
            foreach ((var returned, var j) in order.Index())
                free.Return(j * 2, 2).ShouldBe(returned == 3, "the chunk is empty after the last one");
            Take(free, 8, 8).ShouldBe(0);
        }
    }

    [Fact]
    public void TryTakeAndReturn_AtRandom_NeverReturnASlotTwice()
    {
        const int Count = 512;
        var random = new Random(7);
        var free = new FreeSlots(32);
        var isTaken = new bool[Count];
        List<(int Slot, int Count)> taken = [];
        for (var i = 0; i < 20_000; i++)
        {
            var count = random.Next(1, 12);
            if (random.Next(2) == 0 && free.TryTake(count, Count, out var slot))
            {
                taken.Add((slot, count));
                Mark(slot, count, true);
            }
            else if (taken.Count > 0)
            {
                var at = random.Next(taken.Count);
                (slot, count) = taken[at];
                taken.RemoveAt(at);
                free.Return(slot, count);
                Mark(slot, count, false);
            }
        }
        foreach ((var slot, var count) in taken)
            free.Return(slot, count);
        for (var i = 0; i < free.Count; i += 32)
            Take(free, 32, Count).ShouldBe(i);

        void Mark(int slot, int count, bool value)
        {
            foreach (ref var taken in isTaken.AsSpan(slot, count))
            {
                taken.ShouldBe(!value);
                taken = value;
            }
        }
    }

    private static int Take(FreeSlots free, int count, int limit) => free.TryTake(count, limit, out var slot) ? slot : -1;
}
