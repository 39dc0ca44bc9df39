using Vernier.CcProxy.Pricing;
using Vernier.CcProxy.Usage;

namespace Vernier.CcProxy.Hooks;

/// <summary>What is known of a provider's answer. Immutable; later events of the same request know more.</summary>
/// <param name="StatusCode">The HTTP status.</param>
public sealed record ResponseFacts(int StatusCode)
{
    /// <summary>Whether it is a stream of server-sent events.</summary>
    public bool IsStream { get; init; }

    /// <summary>The tokens, as the provider reported them; null when it did not, or not yet.</summary>
    public TokenUsage? Usage { get; init; }

    /// <summary>What the tokens cost by the price table; null without usage or without a price.</summary>
    public RequestCost? Cost { get; init; }
}
