namespace Vernier.CcProxy.Usage;

/// <summary>Reads along as an answer passes by. It never throws: what it cannot read has no usage. Not thread-safe.</summary>
internal interface IUsageReader
{
    /// <summary>The usage that was reported so far; null when there was none.</summary>
    TokenUsage? Usage { get; }

    /// <summary>The next bytes of the answer.</summary>
    void Read(ReadOnlySpan<byte> bytes);

    /// <summary>The answer has ended.</summary>
    void End();
}
