namespace Vernier.Fuzzing;

/// <summary>A parser with valid inputs to start from. Not thread-safe.</summary>
internal abstract class FuzzTarget
{
    /// <summary>The name on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>Valid inputs, which are changed step by step.</summary>
    public abstract IReadOnlyList<string> Corpus { get; }

    /// <summary>Parts of the syntax that are inserted.</summary>
    public virtual IReadOnlyList<string> Dictionary => [];

    /// <summary>
    /// Parses an input. Catches only the exception that the parser documents, and throws <see cref="FuzzException"/> if a result is wrong, for example if
    /// it does not survive printing and parsing again.
    /// </summary>
    /// <returns>Whether the parser accepts the input.</returns>
    public abstract bool Run(string input);

    /// <summary>Throws if a condition does not hold.</summary>
    protected static void Require(bool condition, string what)
    {
        if (!condition)
            throw new FuzzException(what);
    }
}
