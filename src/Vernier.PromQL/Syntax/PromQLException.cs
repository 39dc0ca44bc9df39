namespace Vernier.PromQL.Syntax;

/// <summary>A text is not a valid PromQL expression. The message contains the position, the problem, and what was expected.</summary>
public sealed class PromQLException : Exception
{
    /// <summary>Initializes the exception for an error in a text.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="offset">The offset of the error, from 0; the length of the text for an error at the end.</param>
    /// <param name="problem">The problem, without the position.</param>
    public PromQLException(string text, int offset, string problem)
        : this(offset, text.AsSpan(0, offset).Count('\n') + 1, offset - text.AsSpan(0, offset).LastIndexOf('\n'), problem)
    {
    }

    private PromQLException(int offset, int line, int column, string problem)
        : base($"line {line}, column {column}: {problem}") => (Offset, Line, Column, Problem) = (offset, line, column, problem);

    /// <summary>Gets the offset of the error in the text, from 0.</summary>
    public int Offset { get; }

    /// <summary>Gets the line of the error, from 1.</summary>
    public int Line { get; }

    /// <summary>Gets the column of the error in characters, from 1.</summary>
    public int Column { get; }

    /// <summary>Gets the message without the position.</summary>
    public string Problem { get; }
}
