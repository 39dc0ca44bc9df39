using Vernier.Cells;

namespace Vernier.Tests.Cells;

public class FreeSlotsTests
{
    [Fact]
    public void TryTake_AnyState_TakesTheLowestThatFit()
    {
        var free = new FreeSlots(10);
        Take(free, 3).ShouldBe(0);
        Take(free, 3).ShouldBe(3);
        Take(free, 5).ShouldBe(-1);
        Take(free, 4).ShouldBe(6);
        Take(free, 1).ShouldBe(-1);
        free.Return(3, 3);
        Take(free, 1).ShouldBe(3);
        Take(free, 2).ShouldBe(4);
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
                Take(free, 2);
            Take(free, 2).ShouldBe(-1);
            foreach (var j in order)
                free.Return(j * 2, 2);
            Take(free, 8).ShouldBe(0);
        }
    }

    [Fact]
    public void TryTakeAndReturn_AtRandom_NeverReturnASlotTwice()
    {
        var random = new Random(7);
        var free = new FreeSlots(200);
        var isTaken = new bool[200];
        List<(int Slot, int Count)> taken = [];
        for (var i = 0; i < 20_000; i++)
        {
            var count = random.Next(1, 12);
            if (random.Next(2) == 0 && free.TryTake(count, out var slot))
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
        Take(free, 200).ShouldBe(0);

        void Mark(int slot, int count, bool value)
        {
            foreach (ref var taken in isTaken.AsSpan(slot, count))
            {
                taken.ShouldBe(!value);
                taken = value;
            }
        }
    }

    private static int Take(FreeSlots free, int count) => free.TryTake(count, out var slot) ? slot : -1;
}
