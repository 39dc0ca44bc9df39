namespace Vernier.CcProxy.Usage;

/// <summary>
/// The tokens of one request, each counted in one of the four figures, so that their sum is the whole. OpenAI's prompt tokens contain the
/// cached ones; here they do not.
/// </summary>
/// <param name="Input">Tokens of the prompt that no cache served or stored.</param>
/// <param name="Output">Tokens that the model wrote.</param>
/// <param name="CacheRead">Tokens of the prompt that were read from the provider's cache.</param>
/// <param name="CacheWrite">Tokens of the prompt that were written to the provider's cache.</param>
public readonly record struct TokenUsage(long Input, long Output, long CacheRead, long CacheWrite);
