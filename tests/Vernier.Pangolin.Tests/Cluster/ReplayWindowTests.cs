using Vernier.Pangolin.Cluster;

namespace Vernier.Pangolin.Tests.Cluster;

public class ReplayWindowTests
{
    private readonly ReplayWindow _window = new();

    [Fact]
    public void Accept_SameNumberTwice_IsRejected()
    {
        _window.Accept(1).ShouldBeTrue();
        _window.Accept(1).ShouldBeFalse();
    }

    [Fact]
    public void Accept_NumbersOutOfOrder_AreAcceptedOnce()
    {
        foreach (var number in new[] { 5, 3, 9, 1, 8 })
            _window.Accept(number).ShouldBeTrue();
        foreach (var number in new[] { 1, 3, 5, 8, 9 })
            _window.Accept(number).ShouldBeFalse();
        _window.Accept(2).ShouldBeTrue();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    public void Accept_NotPositive_IsRejected(long number) => _window.Accept(number).ShouldBeFalse();

    [Fact]
    public void Accept_FarBelowTheHighest_IsRejected()
    {
        _window.Accept(ReplayWindow.Size + 10).ShouldBeTrue();

        _window.Accept(10).ShouldBeFalse();
        _window.Accept(11).ShouldBeTrue();
        _window.Accept(11).ShouldBeFalse();
    }

    [Fact]
    public void Accept_AfterAJump_ForgetsTheOldNumbers()
    {
        _window.Accept(1).ShouldBeTrue();
        _window.Accept(1 + 3 * ReplayWindow.Size).ShouldBeTrue();

        _window.Accept(1).ShouldBeFalse();
        _window.Accept(1 + 3 * ReplayWindow.Size).ShouldBeFalse();
        _window.Accept(2 * ReplayWindow.Size + 2).ShouldBeTrue();
        _window.Accept(long.MaxValue).ShouldBeTrue();
        _window.Accept(long.MaxValue).ShouldBeFalse();
    }

    [Fact]
    public void Accept_ManyThreads_AcceptEachNumberOnce()
    {
        var accepted = 0;
        Parallel.For(0, 40_000, i =>
        {
            if (_window.Accept(i / 4 + 1))
                Interlocked.Increment(ref accepted);
        });
        accepted.ShouldBe(10_000);
    }
}
