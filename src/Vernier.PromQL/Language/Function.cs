namespace Vernier.PromQL.Language;

/// <summary>The signature of a PromQL function. Immutable.</summary>
/// <param name="Name">The name; case-sensitive.</param>
/// <param name="Result">The type of the result.</param>
/// <param name="Parameters">The types of the parameters; the last one applies to all further arguments.</param>
/// <param name="MinArguments">The minimum number of arguments.</param>
/// <param name="MaxArguments">The maximum number of arguments; <see cref="int.MaxValue"/> for no limit.</param>
public sealed record Function(string Name, ExpressionType Result, EquatableList<ExpressionType> Parameters, int MinArguments, int MaxArguments)
{
    /// <summary>Returns the type of the argument at an index, from 0.</summary>
    public ExpressionType ParameterAt(int index) => Parameters[Math.Min(index, Parameters.Count - 1)];
}
