using System.Text.Json;

namespace Vernier.Toolkit.Lint.Sources;

/// <summary>A value in a JSON file, with its place.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Line">The line of its first character, from 1.</param>
/// <param name="Column">The character in the line, from 1.</param>
internal sealed record JsonPart(JsonValueKind Kind, int Line, int Column)
{
    /// <summary>The text of a string; of a number or word as it is written; empty for the others.</summary>
    public string Text { get; init; } = "";

    /// <summary>Whether the text stands in the file as it is, without escapes.</summary>
    public bool IsPlain { get; init; }

    /// <summary>The members of an object; of one name the last, as everybody reads it.</summary>
    public Dictionary<string, JsonPart> Members { get; } = [];

    /// <summary>The items of an array.</summary>
    public List<JsonPart> Items { get; } = [];

    public JsonPart? this[string member] => Members.GetValueOrDefault(member);

    /// <summary>The text of a member that is a string; empty when there is none.</summary>
    public string TextOf(string member) => this[member] is { Kind: JsonValueKind.String } text ? text.Text : "";

    /// <summary>The items of a member that is an array; none when there is none.</summary>
    public IReadOnlyList<JsonPart> ItemsOf(string member) => this[member]?.Items ?? [];
}
