using Vernier.Orchestrix.Bus;
using Vernier.Orchestrix.Labels;
using Vernier.Orchestrix.Messages;

namespace Vernier.Orchestrix;

/// <summary>
/// Records what happens on the bus and in the store; the only class here that touches instruments. Give it to <see cref="InstrumentedMessageBus"/>
/// and <see cref="InstrumentedEventStore"/>, which call it. Thread-safe.
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
    /// <param name="registry">Where; its clock measures the durations. A registry takes them only once.</param>
    /// <param name="histogramBuckets">The upper bounds of the latency buckets in seconds; default: those of <see cref="OrchestrixOptions"/>.</param>
    /// <exception cref="MetricClashException">The registry has these families already.</exception>
    public OrchestrixMetrics(MetricRegistry registry, IReadOnlyList<double>? histogramBuckets = null)
    {
        ArgumentNullException.ThrowIfNull(registry);
        var buckets = histogramBuckets ?? OrchestrixCatalog.HandlerDuration.Buckets;
        Time = registry.TimeProvider;
        _rate = new MessageRate(Time);
        registry.GaugeCallback(OrchestrixCatalog.MessagesPerSecond, _rate.PerSecond);
        _messages = registry.Counter(OrchestrixCatalog.Messages);
        _handlerDuration = registry.Histogram(OrchestrixCatalog.HandlerDuration with { Buckets = buckets });
        _activeHandlers = registry.Gauge(OrchestrixCatalog.ActiveHandlers);
        _storeOperations = registry.Counter(OrchestrixCatalog.StoreOperations);
        _storeDuration = registry.Histogram(OrchestrixCatalog.StoreDuration with { Buckets = buckets });
        _errors = registry.Counter(OrchestrixCatalog.Errors);
    }

    /// <summary>Measures the durations.</summary>
    internal TimeProvider Time { get; }

    /// <summary>A handler was added: its series exist at 0 from now on, so that its first error is an increase.</summary>
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

    /// <summary>A call of a handler has ended, well or not.</summary>
    internal void HandlerFinished(string handler, TimeSpan duration)
    {
        _activeHandlers.With(new(handler)).Dec();
        _handlerDuration.With(new(handler)).Observe(duration.TotalSeconds);
    }

    internal void HandlerFailed(string handler) => _errors.With(ErrorLabels.OfHandler(handler)).Inc();

    /// <summary>A store is in use: its series exist at 0 from now on, also those of the aggregates that are known.</summary>
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

    /// <summary>An operation of a store has ended, well or not.</summary>
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
