using Vernier.AspNetCore.Diagnostics;
using Vernier.Testing;

namespace Vernier.AspNetCore.Tests.Diagnostics;

public class OutageTrackerTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void Failed_SameCause_IsLoggedOnce()
    {
        var outages = new OutageTracker(_time);
        Enumerable.Range(0, 200).Count(_ => outages.Failed("archive", "refused")).ShouldBe(1);
        outages.Failed("archive", "timeout").ShouldBeTrue();
        outages.Failed("archive", "refused").ShouldBeFalse();
        outages.Failed("provider", "refused").ShouldBeTrue();
    }

    [Fact]
    public void Failed_ManyCauses_AreBounded()
    {
        var outages = new OutageTracker(_time);
        Enumerable.Range(0, 1_000).Count(i => outages.Failed("archive", $"{i}")).ShouldBe(10);
    }

    [Fact]
    public void Succeeded_AfterAnOutage_ReturnsItOnce()
    {
        var outages = new OutageTracker(_time);
        outages.Succeeded("archive").ShouldBeNull();
        outages.Failed("archive", "refused");
        _time.Advance(TimeSpan.FromSeconds(30));
        outages.Failed("archive", "refused");
        _time.Advance(TimeSpan.FromSeconds(10));

        outages.Succeeded("other").ShouldBeNull();
        outages.Succeeded("archive").ShouldBe(new Outage(2, TimeSpan.FromSeconds(30)));
        outages.Succeeded("archive").ShouldBeNull();
        outages.Failed("archive", "refused").ShouldBeTrue();
    }

    [Fact]
    public void Succeeded_BetweenFailures_DoesNotEndTheOutage()
    {
        var outages = new OutageTracker(_time);
        var lines = 0;
        for (var i = 0; i < 200; i++)
        {
            lines += outages.Failed("archive", "refused") ? 1 : 0;
            _time.Advance(TimeSpan.FromSeconds(1));
            lines += outages.Succeeded("archive") is null ? 0 : 1;
        }
        lines.ShouldBe(1);
    }
}
