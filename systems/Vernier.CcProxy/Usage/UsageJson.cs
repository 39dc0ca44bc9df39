using System.Text.Json;

namespace Vernier.CcProxy.Usage;

/// <summary>
/// Finds the usage in a JSON object of a provider: at the root, in <c>message</c> (Anthropic's first event) or in <c>response</c> (the events of
/// OpenAI's Responses API). Figures that are missing or not a nonnegative integer keep their previous value.
/// </summary>
internal static class UsageJson
{
    public static void Read(JsonElement root, ref UsageFigures figures)
    {
        if (root.ValueKind != JsonValueKind.Object)
            return;
        ReadUsage(root, ref figures);
        foreach (var holder in (ReadOnlySpan<string>)["message", "response"])
        {
            if (root.TryGetProperty(holder, out var inner) && inner.ValueKind == JsonValueKind.Object)
                ReadUsage(inner, ref figures);
        }
    }

    private static void ReadUsage(JsonElement holder, ref UsageFigures figures)
    {
        if (!holder.TryGetProperty("usage", out var usage) || usage.ValueKind != JsonValueKind.Object)
            return;

        // Anthropic's Messages and OpenAI's Responses use input_tokens, OpenAI's Chat Completions uses prompt_tokens.
        figures.Prompt = Number(usage, "input_tokens") ?? Number(usage, "prompt_tokens") ?? figures.Prompt;
        figures.Output = Number(usage, "output_tokens") ?? Number(usage, "completion_tokens") ?? figures.Output;
        figures.CacheRead = Number(usage, "cache_read_input_tokens") ?? figures.CacheRead;
        figures.CacheWrite = Number(usage, "cache_creation_input_tokens") ?? figures.CacheWrite;
        figures.CachedInPrompt = Cached(usage, "input_tokens_details") ?? Cached(usage, "prompt_tokens_details") ?? figures.CachedInPrompt;
    }

    private static long? Cached(JsonElement usage, string details) =>
        usage.TryGetProperty(details, out var inner) && inner.ValueKind == JsonValueKind.Object ? Number(inner, "cached_tokens") : null;

    private static long? Number(JsonElement holder, string name) =>
        holder.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= 0
            ? number
            : null;
}
