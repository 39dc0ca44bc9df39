namespace Vernier.CcProxy.Usage;

/// <summary>
/// The tokens of one request. Each token is counted in exactly one of the four figures, so their sum is the total. OpenAI's prompt tokens include
/// the cached ones; <paramref name="Input"/> does not.
/// </summary>
/// <param name="Input">Prompt tokens that were neither read from nor written to the provider's cache.</param>
/// <param name="Output">Tokens that the model generated.</param>
/// <param name="CacheRead">Prompt tokens read from the provider's cache.</param>
/// <param name="CacheWrite">Prompt tokens written to the provider's cache.</param>
public readonly record struct TokenUsage(long Input, long Output, long CacheRead, long CacheWrite);
