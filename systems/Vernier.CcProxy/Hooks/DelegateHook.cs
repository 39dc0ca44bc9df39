namespace Vernier.CcProxy.Hooks;

/// <summary>A hook that is a delegate.</summary>
internal sealed class DelegateHook(string name, HookEvent[] events, Func<HookContext, CancellationToken, ValueTask> handle, int priority) : IHook
{
    public string Name => name;

    public IReadOnlyCollection<HookEvent> Events => events;

    public int Priority => priority;

    public ValueTask HandleAsync(HookContext context, CancellationToken cancellationToken) => handle(context, cancellationToken);
}
