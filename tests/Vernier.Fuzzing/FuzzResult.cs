namespace Vernier.Fuzzing;

/// <summary>The result of a run.</summary>
/// <param name="Inputs">The number of inputs.</param>
/// <param name="Accepted">How many of them the parser accepted.</param>
/// <param name="Worst">The longest time that one input took.</param>
/// <param name="WorstInput">That input.</param>
/// <param name="Findings">One input for each kind of failure, with the exception.</param>
internal sealed record FuzzResult(long Inputs, long Accepted, TimeSpan Worst, string WorstInput, IReadOnlyList<(string Input, Exception Error)> Findings);
