using Vernier.CcProxy.Api;
using Vernier.CcProxy.Hooks;

namespace Vernier.CcProxy;

/// <summary>
/// Turns events into metrics. It is called at once, because a start or an end that is dropped would leave the number of active requests wrong for
/// ever, and because it only writes to memory.
/// </summary>
internal sealed class MetricsHook(CcProxyMetrics metrics) : IHook
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
                metrics.ErrorHappened(context.Request!, context.ErrorKind ?? ErrorKind.Internal);
                RequestEnded(context, null);
                break;
            case HookEvent.ProviderError when context is { Response: not null, ErrorKind: { } kind }:
                // Without an answer the request fails by it, and counts as an error then.
                metrics.ErrorHappened(context.Request!, kind);
                break;
            case HookEvent.PoolClientAdded:
                metrics.Pool?.ClientAdded();
                break;
            case HookEvent.PoolClientRemoved:
                metrics.Pool?.ClientRemoved();
                break;
            case HookEvent.PoolClientAcquired:
                metrics.Pool?.ClientAcquired(context.Duration ?? TimeSpan.Zero);
                break;
            case HookEvent.PoolClientReleased:
                metrics.Pool?.ClientReleased();
                break;
            case HookEvent.PoolConnectionCreated:
                metrics.Pool?.ConnectionCreated();
                break;
            case HookEvent.PoolConnectionClosed:
                metrics.Pool?.ConnectionClosed();
                break;
            case HookEvent.PoolHealthCheckFailed:
                metrics.Pool?.HealthCheckFailed();
                break;
            case HookEvent.HookFailed:
                metrics.HookFailed(context.Hook ?? CcProxyMetrics.Unknown);
                break;
            case HookEvent.HookEventDropped when context.About is { } dropped:
                metrics.HookEventDropped(dropped);
                break;
        }
        return ValueTask.CompletedTask;
    }

    /// <summary>Usage counts at the end, once, also that of a request that failed: the provider charges for what it has reported.</summary>
    private void RequestEnded(HookContext context, int? status)
    {
        if (context.Response?.Usage is { } usage)
            metrics.TokensUsed(context.Request!, usage);
        if (context.Response?.Cost is { } cost)
            metrics.MoneySpent(context.Request!, cost);
        metrics.RequestEnded(context.Request!, status, context.Duration ?? TimeSpan.Zero);
    }
}
