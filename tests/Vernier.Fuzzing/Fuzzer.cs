using System.Diagnostics;

namespace Vernier.Fuzzing;

/// <summary>
/// Runs a parser with many inputs: the valid ones of the target, and random changes of them and of inputs that the parser accepted before.
/// </summary>
internal static class Fuzzer
{
    private const int MaxKept = 2_000;
    private const int MaxFindings = 20;

    /// <summary>Runs a fixed number of inputs. The same seed runs the same inputs.</summary>
    public static FuzzResult Run(FuzzTarget target, int seed, long inputs) => Run(target, seed, (done, _) => done < inputs);

    /// <summary>Runs inputs for a time.</summary>
    public static FuzzResult Run(FuzzTarget target, int seed, TimeSpan duration) => Run(target, seed, (_, elapsed) => elapsed < duration);

    private static FuzzResult Run(FuzzTarget target, int seed, Func<long, TimeSpan, bool> goesOn)
    {
        var random = new Random(seed);
        var mutator = new Mutator(target, random);
        List<string> kept = [.. target.Corpus];
        var findings = new Dictionary<string, (string Input, Exception Error)>();
        var start = Stopwatch.GetTimestamp();
        (long inputs, long accepted) = (0, 0);
        (var worst, var worstInput) = (TimeSpan.Zero, "");
        while (goesOn(inputs, Stopwatch.GetElapsedTime(start)) && findings.Count < MaxFindings)
        {
            var input = inputs < target.Corpus.Count ? target.Corpus[(int)inputs] : mutator.Change(kept[random.Next(kept.Count)], kept[random.Next(kept.Count)]);
            inputs++;
            var before = Stopwatch.GetTimestamp();
            if (IsAccepted(target, input, findings))
            {
                accepted++;
                if (kept.Count < target.Corpus.Count + MaxKept)
                    kept.Add(input);
                else
                    kept[random.Next(target.Corpus.Count, kept.Count)] = input;
            }
            var elapsed = Stopwatch.GetElapsedTime(before);
            // On a busy machine a thread can wait for long, so a slow input runs again, and the shorter time counts.
            for (var again = 0; again < 3 && elapsed > worst; again++)
            {
                before = Stopwatch.GetTimestamp();
                IsAccepted(target, input, findings);
                elapsed = elapsed < Stopwatch.GetElapsedTime(before) ? elapsed : Stopwatch.GetElapsedTime(before);
            }
            if (elapsed > worst)
                (worst, worstInput) = (elapsed, input);
        }
        return new FuzzResult(inputs, accepted, worst, worstInput, [.. findings.Values]);
    }

    private static bool IsAccepted(FuzzTarget target, string input, Dictionary<string, (string Input, Exception Error)> findings)
    {
        try
        {
            return target.Run(input);
        }
        catch (Exception exception)
        {
            // Every exception that a target does not expect is a finding; those from the same place are one.
            var place = exception is FuzzException ? exception.Message : $"{exception.GetType()} {exception.StackTrace?.Split('\n')[0]}";
            if (!findings.TryGetValue(place, out var known) || input.Length < known.Input.Length)
                findings[place] = (input, exception);
            return false;
        }
    }
}
