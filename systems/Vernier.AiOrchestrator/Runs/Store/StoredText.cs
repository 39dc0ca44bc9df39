namespace Vernier.AiOrchestrator.Runs.Store;

/// <summary>Text that both databases can store: PostgreSQL has no NUL characters, and neither can encode surrogates without their other part.</summary>
internal static class StoredText
{
    private const char Replacement = '\uFFFD';

    /// <summary>Whether a text can be stored unchanged.</summary>
    public static bool IsStorable(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else if (text[i] == '\0' || char.IsSurrogate(text[i]))
                return false;
        }
        return true;
    }

    /// <summary>Replaces what cannot be stored by the replacement character.</summary>
    public static string Clean(string text)
    {
        if (IsStorable(text))
            return text;
        return string.Create(text.Length, text, static (target, source) =>
        {
            source.CopyTo(target);
            for (var i = 0; i < target.Length; i++)
            {
                if (char.IsHighSurrogate(target[i]) && i + 1 < target.Length && char.IsLowSurrogate(target[i + 1]))
                    i++;
                else if (target[i] == '\0' || char.IsSurrogate(target[i]))
                    target[i] = Replacement;
            }
        });
    }
}
