namespace Vernier.CcProxy.Hooks;

/// <summary>Which hooks listen to which event, in the order in which they are called. Immutable.</summary>
internal sealed class HookTable
{
    private readonly IHook[][] _byEvent;

    public HookTable(IEnumerable<IHook> hooks, HookDelivery delivery)
    {
        // The sort is stable, so the order of registration decides among equals.
        IHook[] inOrder = [.. hooks.Where(h => h.Delivery == delivery).OrderBy(h => h.Priority)];
        _byEvent = [.. Enum.GetValues<HookEvent>().Select(e => inOrder.Where(h => h.Events.Contains(e)).ToArray())];
    }

    public ReadOnlySpan<IHook> this[HookEvent @event] => _byEvent[(int)@event];

    public IReadOnlyList<IHook> For(HookEvent @event) => _byEvent[(int)@event];

    public bool Has(HookEvent @event) => _byEvent[(int)@event].Length > 0;
}
