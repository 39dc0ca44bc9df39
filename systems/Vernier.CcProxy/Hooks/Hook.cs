namespace Vernier.CcProxy.Hooks;

/// <summary>Creates background hooks from delegates.</summary>
public static class Hook
{
    /// <summary>Creates a hook that handles events synchronously.</summary>
    /// <param name="name">The name that the log and the metric use.</param>
    /// <param name="events">The events that the hook receives.</param>
    /// <param name="handle">Handles one event; calls never overlap.</param>
    /// <param name="priority">The priority; see <see cref="HookLayer"/>. Default: <see cref="HookLayer.Processing"/>.</param>
    /// <exception cref="ArgumentException">The name is null or empty.</exception>
    public static IHook Create(string name, IReadOnlyCollection<HookEvent> events, Action<HookContext> handle, int priority = HookLayer.Processing)
    {
        ArgumentNullException.ThrowIfNull(handle);
        return Create(
            name,
            events,
            (context, _) =>
            {
                handle(context);
                return ValueTask.CompletedTask;
            },
            priority);
    }

    /// <summary>Creates a hook that handles events asynchronously. The next event waits until the task has completed.</summary>
    /// <param name="name">The name that the log and the metric use.</param>
    /// <param name="events">The events that the hook receives.</param>
    /// <param name="handle">Handles one event; calls never overlap.</param>
    /// <param name="priority">The priority; see <see cref="HookLayer"/>. Default: <see cref="HookLayer.Processing"/>.</param>
    /// <exception cref="ArgumentException">The name is null or empty.</exception>
    public static IHook Create(
        string name, IReadOnlyCollection<HookEvent> events, Func<HookContext, CancellationToken, ValueTask> handle, int priority = HookLayer.Processing)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(events);
        ArgumentNullException.ThrowIfNull(handle);
        return new DelegateHook(name, [.. events], handle, priority);
    }

    private sealed class DelegateHook(string name, HookEvent[] events, Func<HookContext, CancellationToken, ValueTask> handle, int priority) : IHook
    {
        public string Name => name;

        public IReadOnlyCollection<HookEvent> Events => events;

        public int Priority => priority;

        public ValueTask HandleAsync(HookContext context, CancellationToken cancellationToken) => handle(context, cancellationToken);
    }
}
