using Vernier.AiOrchestrator.Tests.ChatServer;

namespace Vernier.AiOrchestrator.Tests.Runs;

/// <summary>Recognizes agents by their instructions, and responds like them.</summary>
internal static class Agents
{
    public static readonly string[] Pipeline = ["PM", "QUALIFIER", "ARCHITECT", "DEVELOPER", "TESTER", "WRITER"];

    private static readonly (string Phrase, string Name)[] Phrases =
    [
        ("You are the product manager.", "PM"),
        ("You are the qualifier.", "QUALIFIER"),
        ("You are the architect.", "ARCHITECT"),
        ("You are the developer.", "DEVELOPER"),
        ("You are the tester.", "TESTER"),
        ("You are the technical writer.", "WRITER"),
        ("You are a product manager.", "pm-v1"),
        ("You are an analyst.", "qualifier-v1"),
        ("You are a software architect.", "architect-v1"),
        ("You are a software developer.", "developer-v1"),
        ("You are a tester.", "tester-v1"),
        ("You are a technical writer.", "writer-v1"),
    ];

    public static string NameOf(ChatCall call) => Phrases.Single(phrase => call.Instructions.Contains(phrase.Phrase, StringComparison.Ordinal)).Name;

    /// <summary>A text that names the agent; the tester approves.</summary>
    public static ChatResponse Respond(ChatCall call)
    {
        var name = NameOf(call);
        return new ChatResponse(name is "TESTER" or "tester-v1" or "architect-v1" ? $"Result of {name}.\n\nVERDICT: APPROVED" : $"Result of {name}.");
    }
}
