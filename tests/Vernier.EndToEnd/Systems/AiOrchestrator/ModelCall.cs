using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Vernier.EndToEnd.Systems.AiOrchestrator;

/// <summary>A call of a model, as the orchestrator sends it.</summary>
/// <param name="Model">The model.</param>
/// <param name="Instructions">The system message.</param>
/// <param name="Prompt">The user message.</param>
internal sealed partial record ModelCall(string Model, string Instructions, string Prompt)
{
    /// <summary>The repository of the run.</summary>
    public string Repository => RepositoryLine().Match(Prompt).Groups[1].Value;

    /// <summary>Whether the agent of the pipeline with this role calls.</summary>
    public bool IsFrom(string role) => Instructions.Contains($"You are the {role}.", StringComparison.Ordinal);

    public static ModelCall Read(JsonNode body)
    {
        var messages = body["messages"]!.AsArray();
        return new ModelCall((string)body["model"]!, TextOf(messages, "system"), TextOf(messages, "user"));
    }

    private static string TextOf(JsonArray messages, string role) =>
        string.Join('\n', messages.Where(message => (string)message!["role"]! == role).Select(message => ContentOf(message!["content"]!)));

    // The content is a text, or a list of parts.
    private static string ContentOf(JsonNode content) =>
        content is JsonArray parts ? string.Concat(parts.Select(part => (string)part!["text"]!)) : (string)content!;

    [GeneratedRegex("^Repository: (.*)$", RegexOptions.Multiline)]
    private static partial Regex RepositoryLine();
}
