using Vernier.Orchestrix.Bus;
using Vernier.Orchestrix.Messages;

namespace Vernier.Orchestrix;

/// <summary>
/// Records the events of the bus and the store; the only class that touches instruments. Pass it to <see cref="InstrumentedMessageBus"/> and
/// <see cref="InstrumentedEventStore"/>. Thread-safe.
/// </summary>
public sealed class OrchestrixMetrics
{
    private readonly CounterFamily<MessageLabels> _messages;
    private readonly HistogramFamily<HandlerLabels> _handlerDuration;
    private readonly GaugeFamily<HandlerLabels> _activeHandlers;
    private readonly CounterFamily<StoreOperationLabels> _storeOperations;
    private readonly HistogramFamily<StoreDurationLabels> _storeDuration;
    private readonly CounterFamily<ErrorLabels> _errors;
    private readonly MessageRate _rate;

    /// <summary>Registers the families.</summary>
    /// <param name="registry">The registry of the families; its clock measures the durations. Only one instance per registry.</param>
    /// <param name="histogramBuckets">The upper bounds of the duration buckets in seconds; default: those of <see cref="OrchestrixOptions"/>.</param>
    /// <exception cref="MetricClashException">The registry already has these families.</exception>
    public OrchestrixMetrics(MetricRegistry registry, IReadOnlyList<double>? histogramBuckets = null)
    {
        ArgumentNullException.ThrowIfNull(registry);
        var buckets = histogramBuckets ?? OrchestrixDefinitions.HandlerDuration.Buckets;
        Time = registry.TimeProvider;
        _rate = new MessageRate(Time);
        registry.GaugeCallback(OrchestrixDefinitions.MessagesPerSecond, _rate.PerSecond);
        _messages = registry.Counter(OrchestrixDefinitions.Messages);
        _handlerDuration = registry.Histogram(OrchestrixDefinitions.HandlerDuration with { Buckets = buckets });
        _activeHandlers = registry.Gauge(OrchestrixDefinitions.ActiveHandlers);
        _storeOperations = registry.Counter(OrchestrixDefinitions.StoreOperations);
        _storeDuration = registry.Histogram(OrchestrixDefinitions.StoreDuration with { Buckets = buckets });
        _errors = registry.Counter(OrchestrixDefinitions.Errors);
    }

    /// <summary>The clock that measures durations.</summary>
    internal TimeProvider Time { get; }

    /// <summary>Creates the series of a new handler at 0, so that its first error is an increase.</summary>
    internal void HandlerSubscribed(MessageSubscription subscription)
    {
        if (!subscription.MessageType.IsAbstract)
            _messages.With(LabelsOf(subscription.MessageType));
        _handlerDuration.With(new(subscription.HandlerName));
        _activeHandlers.With(new(subscription.HandlerName));
        _errors.With(ErrorLabels.OfHandler(subscription.HandlerName));
    }

    internal void MessagePublished(Message message)
    {
        _messages.With(LabelsOf(message.GetType())).Inc();
        _rate.Mark();
    }

    internal void HandlerStarted(string handler) => _activeHandlers.With(new(handler)).Inc();

    /// <summary>Records the end of a handler call, successful or not.</summary>
    internal void HandlerFinished(string handler, TimeSpan duration)
    {
        _activeHandlers.With(new(handler)).Dec();
        _handlerDuration.With(new(handler)).Observe(duration.TotalSeconds);
    }

    internal void HandlerFailed(string handler) => _errors.With(ErrorLabels.OfHandler(handler)).Inc();

    /// <summary>Creates the series of a store and of its known aggregates at 0.</summary>
    internal void StoreOpened(string store, IEnumerable<string> aggregates)
    {
        foreach (var operation in Enum.GetValues<StoreOperation>())
        {
            _storeOperations.With(new(operation, store));
            _storeDuration.With(new(operation));
        }

        foreach (var aggregate in aggregates)
        {
            _errors.With(ErrorLabels.OfStore(ErrorKind.ConcurrencyError, aggregate));
            _errors.With(ErrorLabels.OfStore(ErrorKind.StoreError, aggregate));
        }
    }

    /// <summary>Records the end of a store operation, successful or not.</summary>
    internal void StoreOperationFinished(StoreOperation operation, string store, TimeSpan duration)
    {
        _storeOperations.With(new(operation, store)).Inc();
        _storeDuration.With(new(operation)).Observe(duration.TotalSeconds);
    }

    internal void ConcurrencyConflict(string aggregate) => _errors.With(ErrorLabels.OfStore(ErrorKind.ConcurrencyError, aggregate)).Inc();

    internal void StoreFailed(string aggregate) => _errors.With(ErrorLabels.OfStore(ErrorKind.StoreError, aggregate)).Inc();

    private static MessageLabels LabelsOf(Type message) =>
        new(typeof(Command).IsAssignableFrom(message) ? MessageKind.Command : MessageKind.Event, Message.NameOf(message));
}
