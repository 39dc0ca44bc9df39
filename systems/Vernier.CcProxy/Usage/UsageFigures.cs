namespace Vernier.CcProxy.Usage;

/// <summary>The figures as providers report them; null until they are reported. In a stream they are running totals, so the last value counts.</summary>
internal struct UsageFigures
{
    public long? Prompt;
    public long? Output;
    public long? CacheRead;
    public long? CacheWrite;

    /// <summary>OpenAI's cached tokens, which its prompt tokens include.</summary>
    public long? CachedInPrompt;

    /// <summary>Returns the usage; null if nothing was reported.</summary>
    public readonly TokenUsage? ToUsage()
    {
        if ((Prompt ?? Output ?? CacheRead ?? CacheWrite) is null)
            return null;
        var prompt = Prompt ?? 0;
        var cached = Math.Min(CachedInPrompt ?? 0, prompt);
        return new TokenUsage(prompt - cached, Output ?? 0, (CacheRead ?? 0) + cached, CacheWrite ?? 0);
    }
}
