using Vernier.CcProxy.Api;
using Vernier.CcProxy.Hooks;

namespace Vernier.CcProxy;

/// <summary>
/// Records metrics from hook events. It is an immediate hook: a dropped start or end would leave the number of active requests wrong forever, and
/// recording only writes to memory.
/// </summary>
internal sealed class CcProxyMetricsHook(CcProxyMetrics metrics) : IHook
{
    public string Name => "metrics";

    public int Priority => HookLayer.Observation;

    public HookDelivery Delivery => HookDelivery.Immediate;

    public IReadOnlyCollection<HookEvent> Events { get; } =
    [
        HookEvent.RequestStarted, HookEvent.RequestCompleted, HookEvent.RequestFailed, HookEvent.ProviderError,
        HookEvent.PoolClientAdded, HookEvent.PoolClientRemoved, HookEvent.PoolClientAcquired, HookEvent.PoolClientReleased,
        HookEvent.PoolConnectionCreated, HookEvent.PoolConnectionClosed, HookEvent.PoolHealthCheckFailed,
        HookEvent.HookFailed, HookEvent.HookEventDropped,
    ];

    public ValueTask HandleAsync(HookContext context, CancellationToken cancellationToken)
    {
        switch (context.Event)
        {
            case HookEvent.RequestStarted:
                metrics.RequestStarted();
                break;
            case HookEvent.RequestCompleted:
                RequestEnded(context, context.Response?.StatusCode);
                break;
            case HookEvent.RequestFailed:
                metrics.ErrorOccurred(context.Request!, context.ErrorKind ?? ErrorKind.Internal);
                RequestEnded(context, null);
                break;
            case HookEvent.ProviderError when context is { IsFinal: false, ErrorKind: { } kind }:
                // A final error is counted by RequestFailed, which follows.
                metrics.ErrorOccurred(context.Request!, kind);
                break;
            case HookEvent.PoolClientAdded:
                metrics.PoolClientAdded();
                break;
            case HookEvent.PoolClientRemoved:
                metrics.PoolClientRemoved();
                break;
            case HookEvent.PoolClientAcquired:
                metrics.PoolClientAcquired(context.Duration ?? TimeSpan.Zero);
                break;
            case HookEvent.PoolClientReleased:
                metrics.PoolClientReleased();
                break;
            case HookEvent.PoolConnectionCreated:
                metrics.PoolConnectionCreated();
                break;
            case HookEvent.PoolConnectionClosed:
                metrics.PoolConnectionClosed();
                break;
            case HookEvent.PoolHealthCheckFailed:
                metrics.PoolHealthCheckFailed();
                break;
            case HookEvent.HookFailed:
                metrics.HookFailed(context.Hook ?? CcProxyMetrics.Unknown);
                break;
            case HookEvent.HookEventDropped when context.AffectedEvent is { } dropped:
                metrics.HookEventDropped(dropped);
                break;
        }
        return ValueTask.CompletedTask;
    }

    /// <summary>Usage is counted once, at the end, including that of a failed request: the provider charges for it.</summary>
    private void RequestEnded(HookContext context, int? status)
    {
        if (context.Response?.Usage is { } usage)
            metrics.TokensUsed(context.Request!, usage);
        if (context.Response?.Cost is { } cost)
            metrics.CostIncurred(context.Request!, cost);
        metrics.RequestEnded(context.Request!, status, context.Duration ?? TimeSpan.Zero);
    }
}
