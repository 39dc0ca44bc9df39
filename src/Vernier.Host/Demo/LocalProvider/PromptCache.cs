namespace Vernier.Host.Demo.LocalProvider;

/// <summary>Remembers a limited number of prompts, as the cache of a provider. Thread-safe.</summary>
internal sealed class PromptCache
{
    private const int Capacity = 1000;

    private readonly Lock _lock = new();
    private readonly HashSet<string> _prompts = [];

    /// <summary>Adds a prompt.</summary>
    /// <returns>Whether the cache already contained it.</returns>
    public bool Add(string prompt)
    {
        lock (_lock)
        {
            if (_prompts.Count >= Capacity && !_prompts.Contains(prompt))
                _prompts.Clear();
            return !_prompts.Add(prompt);
        }
    }
}
