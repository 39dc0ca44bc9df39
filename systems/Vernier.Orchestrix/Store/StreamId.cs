namespace Vernier.Orchestrix.Store;

/// <summary>Names the stream of events of one aggregate: what it is and which one.</summary>
public readonly record struct StreamId
{
    private const int MaxTypeLength = 40;
    private const int MaxIdLength = 200;

    /// <summary>Names a stream.</summary>
    /// <param name="aggregateType">
    /// What it is, for example <c>order</c>: a lower-case letter, then lower-case letters, digits or <c>_</c>; at most 40 characters. It becomes a
    /// label value, so there must be few of them.
    /// </param>
    /// <param name="id">Which one, for example <c>ORD-001</c>: 1 to 200 characters, no control characters. Never a label.</param>
    /// <exception cref="ArgumentException">One of them is not as described.</exception>
    public StreamId(string aggregateType, string id)
    {
        ArgumentNullException.ThrowIfNull(aggregateType);
        ArgumentNullException.ThrowIfNull(id);
        if (!IsType(aggregateType))
            throw new ArgumentException($"An aggregate type is 1 to {MaxTypeLength} of a-z, 0-9 and _, starting with a letter.", nameof(aggregateType));
        if (id.Length is 0 or > MaxIdLength || id.Any(char.IsControl))
            throw new ArgumentException($"The id of an aggregate is 1 to {MaxIdLength} characters without control characters.", nameof(id));

        AggregateType = aggregateType;
        Id = id;
    }

    /// <summary>What the aggregate is.</summary>
    public string AggregateType { get; }

    /// <summary>Which one it is.</summary>
    public string Id { get; }

    /// <summary>Both, as <c>order/ORD-001</c>. Different streams have different texts, because a type contains no slash.</summary>
    public override string ToString() => $"{AggregateType}/{Id}";

    private static bool IsType(string value) =>
        value.Length is > 0 and <= MaxTypeLength
        && char.IsAsciiLetterLower(value[0])
        && value.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_');
}
