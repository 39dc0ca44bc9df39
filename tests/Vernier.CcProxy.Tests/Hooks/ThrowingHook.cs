using Vernier.CcProxy.Hooks;

namespace Vernier.CcProxy.Tests.Hooks;

/// <summary>Throws on every event, including the one that reports its own failure.</summary>
internal sealed class ThrowingHook : IHook
{
    public string Name => "throwing";

    public HookDelivery Delivery => HookDelivery.Immediate;

    public IReadOnlyCollection<HookEvent> Events { get; } = Enum.GetValues<HookEvent>();

    public ValueTask HandleAsync(HookContext context, CancellationToken cancellationToken) => throw new InvalidOperationException();
}
