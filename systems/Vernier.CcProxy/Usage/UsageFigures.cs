namespace Vernier.CcProxy.Usage;

/// <summary>The figures as the providers spell them, null until they are seen. Those of a stream are running totals: the last ones count.</summary>
internal struct UsageFigures
{
    public long? Prompt;
    public long? Output;
    public long? CacheRead;
    public long? CacheWrite;

    /// <summary>OpenAI's cached tokens, which its prompt tokens contain.</summary>
    public long? CachedOfPrompt;

    /// <summary>The usage; null when nothing was reported.</summary>
    public readonly TokenUsage? ToUsage()
    {
        if ((Prompt ?? Output ?? CacheRead ?? CacheWrite) is null)
            return null;
        var prompt = Prompt ?? 0;
        var cached = Math.Min(CachedOfPrompt ?? 0, prompt);
        return new TokenUsage(prompt - cached, Output ?? 0, (CacheRead ?? 0) + cached, CacheWrite ?? 0);
    }
}
