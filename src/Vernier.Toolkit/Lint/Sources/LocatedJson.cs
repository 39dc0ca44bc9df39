using System.Collections.ObjectModel;
using System.Text.Json;

namespace Vernier.Toolkit.Lint.Sources;

/// <summary>A JSON value with its location in the file.</summary>
/// <param name="Kind">The kind of the value.</param>
/// <param name="Line">The line of the first character, starting at 1.</param>
/// <param name="Column">The column of the first character, starting at 1.</param>
internal sealed record LocatedJson(JsonValueKind Kind, int Line, int Column)
{
    /// <summary>The text of a string, or the digits of a number; otherwise empty.</summary>
    public string Text { get; init; } = "";

    /// <summary>Whether a string has no escapes, so that offsets in <see cref="Text"/> map to the file.</summary>
    public bool IsPlain { get; init; }

    /// <summary>The members of an object. The last of several members with the same name wins, as in most parsers.</summary>
    public IReadOnlyDictionary<string, LocatedJson> Members { get; init; } = ReadOnlyDictionary<string, LocatedJson>.Empty;

    /// <summary>The items of an array.</summary>
    public IReadOnlyList<LocatedJson> Items { get; init; } = [];

    public LocatedJson? this[string member] => Members.GetValueOrDefault(member);

    /// <summary>Returns the text of a string member; empty if it is missing or of another kind.</summary>
    public string TextOf(string member) => this[member] is { Kind: JsonValueKind.String } text ? text.Text : "";

    /// <summary>Returns the items of an array member; empty if it is missing or of another kind.</summary>
    public IReadOnlyList<LocatedJson> ItemsOf(string member) => this[member]?.Items ?? [];
}
