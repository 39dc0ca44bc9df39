using System.Diagnostics;

namespace Vernier.Benchmarks.Compare.Workload;

/// <summary>The trace in which a loop records.</summary>
internal enum Trace
{
    /// <summary>No activity is current.</summary>
    None,

    /// <summary>An activity is current, but its trace is not stored.</summary>
    Unsampled,

    /// <summary>The trace of the current activity is stored.</summary>
    Sampled,
}

/// <summary>Runs loops within traces.</summary>
internal static class TraceExtensions
{
    /// <summary>Returns a loop that runs within an activity.</summary>
    public static Action<int> Within(this Action<int> loop, Trace trace)
    {
        if (trace == Trace.None)
            return loop;
        var activity = new Activity("compare") { ActivityTraceFlags = trace == Trace.Sampled ? ActivityTraceFlags.Recorded : ActivityTraceFlags.None };
        activity.SetIdFormat(ActivityIdFormat.W3C).Start();
        Activity.Current = null;
        return count =>
        {
            Activity.Current = activity;
            loop(count);
            Activity.Current = null;
        };
    }
}
