namespace Vernier.CcProxy.Usage;

/// <summary>For answers that cannot have a usage that we can read, such as compressed ones.</summary>
internal sealed class NoUsageReader : IUsageReader
{
    public static NoUsageReader Instance { get; } = new();

    public TokenUsage? Usage => null;

    public void Read(ReadOnlySpan<byte> bytes)
    {
    }

    public void End()
    {
    }
}
