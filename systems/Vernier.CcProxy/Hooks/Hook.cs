namespace Vernier.CcProxy.Hooks;

/// <summary>Makes hooks out of delegates. They are called in the background.</summary>
public static class Hook
{
    /// <summary>Makes a hook that handles an event within the call.</summary>
    /// <param name="name">Its name, for the log and the metric.</param>
    /// <param name="events">What it listens to.</param>
    /// <param name="handle">Handles one event; calls never overlap.</param>
    /// <param name="priority">Its place in the order; see <see cref="HookLayer"/>.</param>
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

    /// <summary>Makes a hook that may wait. The next event waits for it.</summary>
    /// <param name="name">Its name, for the log and the metric.</param>
    /// <param name="events">What it listens to.</param>
    /// <param name="handle">Handles one event; calls never overlap.</param>
    /// <param name="priority">Its place in the order; see <see cref="HookLayer"/>.</param>
    public static IHook Create(
        string name, IReadOnlyCollection<HookEvent> events, Func<HookContext, CancellationToken, ValueTask> handle, int priority = HookLayer.Processing)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(events);
        ArgumentNullException.ThrowIfNull(handle);
        return new DelegateHook(name, [.. events], handle, priority);
    }
}
