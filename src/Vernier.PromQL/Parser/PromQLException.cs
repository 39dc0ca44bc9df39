namespace Vernier.PromQL.Parser;

/// <summary>A text is no PromQL. The message says where, what was expected, and what stands there.</summary>
internal sealed class PromQLException : Exception
{
    /// <param name="text">The whole text.</param>
    /// <param name="offset">Where the mistake is in it, from 0; the length of the text for its end.</param>
    /// <param name="problem">What is wrong, without the place.</param>
    public PromQLException(string text, int offset, string problem)
        : this(offset, text.AsSpan(0, offset).Count('\n') + 1, offset - text.AsSpan(0, offset).LastIndexOf('\n'), problem)
    {
    }

    private PromQLException(int offset, int line, int column, string problem)
        : base($"line {line}, column {column}: {problem}") => (Offset, Line, Column, Problem) = (offset, line, column, problem);

    /// <summary>Where the mistake is in the text, from 0.</summary>
    public int Offset { get; }

    /// <summary>The line of the mistake, from 1.</summary>
    public int Line { get; }

    /// <summary>The character in the line, from 1.</summary>
    public int Column { get; }

    /// <summary>The message without the place.</summary>
    public string Problem { get; }
}
