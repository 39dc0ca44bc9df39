namespace Vernier.CcProxy.Local;

/// <summary>Knows which prompts were there before, as far as it has room. Thread-safe.</summary>
internal sealed class PromptCache
{
    private const int Room = 1000;

    private readonly Lock _lock = new();
    private readonly HashSet<string> _known = [];

    /// <summary>Whether the text was there before; from now on it was.</summary>
    public bool Remembers(string text)
    {
        lock (_lock)
        {
            if (_known.Count >= Room && !_known.Contains(text))
                _known.Clear();
            return !_known.Add(text);
        }
    }
}
