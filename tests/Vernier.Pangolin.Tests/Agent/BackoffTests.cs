using Vernier.Pangolin.Agent;

namespace Vernier.Pangolin.Tests.Agent;

public class BackoffTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Next_FailedAttempts_DoublesWithJitterUpToTheMaximum()
    {
        var backoff = new Backoff(Second, 30 * Second, new Random(1));
        foreach (var mean in new[] { 1, 2, 4, 8, 16, 30, 30 })
            backoff.Next().ShouldBeInRange(mean * Second * 0.5, mean * Second * 1.5);
    }

    [Fact]
    public void Next_ManySites_SpreadsTheirAttempts()
    {
        var delays = Enumerable.Range(0, 100).Select(i => new Backoff(Second, 30 * Second, new Random(i)).Next()).ToList();
        delays.Min().ShouldBeLessThan(Second * 0.6);
        delays.Max().ShouldBeGreaterThan(Second * 1.4);
    }

    [Fact]
    public void Reset_AfterAConnection_StartsAgain()
    {
        var backoff = new Backoff(Second, 30 * Second, new Random(1));
        for (var i = 0; i < 5; i++)
            backoff.Next();
        backoff.Reset();
        backoff.Next().ShouldBeLessThanOrEqualTo(Second * 1.5);
        backoff.Longest().ShouldBeGreaterThanOrEqualTo(15 * Second);
    }
}
