using Microsoft.Extensions.Logging;

namespace Vernier.Push.Loop;

/// <summary>Logs how pushes end, once for each change. Thread-safe.</summary>
internal sealed class PushReport(ILogger logger, string target)
{
    private readonly Lock _gate = new();
    private PushOutcome _last = PushOutcome.Success;

    public void Tell(PushResult result)
    {
        // One that was skipped tells nothing new: the failures before it were told.
        if (result.Outcome == PushOutcome.Skipped)
            return;
        lock (_gate)
        {
            if (result.Outcome == _last)
                return;
            _last = result.Outcome;
        }
        Quietly(() =>
        {
            switch (result.Outcome)
            {
                case PushOutcome.Success:
                    PushLog.PushWorks(logger, target);
                    break;
                case PushOutcome.Refused:
                    PushLog.PushIsRefused(logger, target, result.Cause);
                    break;
                default:
                    PushLog.PushFails(logger, target, result.Cause);
                    break;
            }
        });
    }

    public void LastPushIsMissing(string? cause) => Quietly(() => PushLog.LastPushIsMissing(logger, target, cause));

    private static void Quietly(Action log)
    {
        try
        {
            log();
        }
        catch (Exception)
        {
            // A log that cannot be written must not end the pushes; they are counted all the same.
        }
    }
}
