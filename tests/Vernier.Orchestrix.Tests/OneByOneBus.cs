using Vernier.Orchestrix.Bus;
using Vernier.Orchestrix.Messages;

namespace Vernier.Orchestrix.Tests;

/// <summary>An application's own bus, of the simplest kind: one handler after the other, the first exception ends it.</summary>
public sealed class OneByOneBus : IMessageBus
{
    private readonly List<MessageSubscription> _subscriptions = [];

    public void Publish(Message message) => PublishAsync(message).GetAwaiter().GetResult();

    public async Task PublishAsync(Message message, CancellationToken cancellationToken = default)
    {
        foreach (var subscription in _subscriptions.Where(s => s.Accepts(message)))
            await subscription.Handle(message, cancellationToken);
    }

    public void Subscribe(MessageSubscription subscription) => _subscriptions.Add(subscription);
}
