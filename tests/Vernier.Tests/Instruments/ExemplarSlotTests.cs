using System.Diagnostics;
using Vernier.Families;
using Vernier.Instruments;

namespace Vernier.Tests.Instruments;

public class ExemplarSlotTests
{
    private readonly ExemplarSlot _slot = new();
    private readonly FamilySettings _settings = new MetricRegistry().Gauge("a", "Help.").Family.Settings;

    [Fact]
    public void Get_NothingWasSet_IsNull() => _slot.Get(_settings).ShouldBeNull();

    [Fact]
    public void GetAndSet_ThreadWasInterruptedInTheSlot_DoNotWait()
    {
        var first = new Exemplar(KeyValuePair.Create("id", "1"));
        _slot.Set(first);
        _slot.Get(_settings).ShouldBeSameAs(first);
        _slot.EnterOnly();
        _slot.Set(new Exemplar(KeyValuePair.Create("id", "2")));
        using var activity = new Activity("a").SetIdFormat(ActivityIdFormat.W3C).Start();
        _slot.Set(activity, 1, 0);
        _slot.Get(_settings).ShouldBeSameAs(first);
    }
}
