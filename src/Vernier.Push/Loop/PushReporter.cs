using Microsoft.Extensions.Logging;

namespace Vernier.Push.Loop;

/// <summary>Logs the outcome of pushes, once per change. Thread-safe.</summary>
internal sealed class PushReporter(ILogger logger, string target)
{
    private readonly Lock _gate = new();
    private PushOutcome _last = PushOutcome.Success;

    public void Report(PushResult result)
    {
        // A skipped push follows failures that are already logged.
        if (result.Outcome == PushOutcome.Skipped)
            return;
        lock (_gate)
        {
            if (result.Outcome == _last)
                return;
            _last = result.Outcome;
        }

        TryLog(() =>
        {
            switch (result.Outcome)
            {
                case PushOutcome.Success:
                    PushLog.PushRecovered(logger, target);
                    break;
                case PushOutcome.Refused:
                    PushLog.PushRefused(logger, target, result.Cause);
                    break;
                default:
                    PushLog.PushFailed(logger, target, result.Cause);
                    break;
            }
        });
    }

    public void ReportFinalFailure(string? cause) => TryLog(() => PushLog.FinalPushFailed(logger, target, cause));

    private static void TryLog(Action log)
    {
        try
        {
            log();
        }
        catch (Exception)
        {
            // A logger that throws must not stop the pushes.
        }
    }
}
