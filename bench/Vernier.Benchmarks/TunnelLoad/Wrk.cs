using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Vernier.Benchmarks.TunnelLoad;

/// <summary>The result of one run of wrk.</summary>
/// <param name="Requests">The number of complete responses.</param>
/// <param name="PerSecond">The complete responses per second.</param>
/// <param name="MedianMicroseconds">The median latency.</param>
/// <param name="Errors">The number of failed requests and of responses other than 2xx and 3xx.</param>
internal sealed record WrkResult(long Requests, double PerSecond, double MedianMicroseconds, long Errors);

/// <summary>Runs the load generator wrk.</summary>
internal static partial class Wrk
{
    /// <exception cref="InvalidOperationException">wrk failed.</exception>
    public static async Task<WrkResult> RunAsync(Uri address, string host, int connections, int seconds)
    {
        using var process = Process.Start(new ProcessStartInfo(
            "wrk", ["--latency", "-t", connections == 1 ? "1" : "2", "-c", $"{connections}", "-d", $"{seconds}s", "-H", $"Host: {host}", address.ToString()])
        {
            RedirectStandardOutput = true,
        })!;
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        var latency = MedianPattern().Match(text);
        if (process.ExitCode != 0 || !latency.Success)
            throw new InvalidOperationException($"wrk exited with code {process.ExitCode}: {text}");
        var unit = latency.Groups[2].Value switch { "us" => 1, "ms" => 1_000, _ => 1_000_000 };
        var socketErrors = SocketErrorPattern().Match(text);
        var errors = socketErrors.Success ? socketErrors.Groups.Values.Skip(1).Sum(group => Number(group.Value)) : 0;
        var otherStatus = StatusPattern().Match(text);
        return new WrkResult(
            (long)Number(RequestsPattern().Match(text).Groups[1].Value),
            Number(PerSecondPattern().Match(text).Groups[1].Value),
            Number(latency.Groups[1].Value) * unit,
            (long)(errors + (otherStatus.Success ? Number(otherStatus.Groups[1].Value) : 0)));
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"50%\s+([\d.]+)(us|ms|s)\b")]
    private static partial Regex MedianPattern();

    [GeneratedRegex(@"(\d+) requests in")]
    private static partial Regex RequestsPattern();

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)")]
    private static partial Regex PerSecondPattern();

    [GeneratedRegex(@"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)")]
    private static partial Regex SocketErrorPattern();

    [GeneratedRegex(@"Non-2xx or 3xx responses: (\d+)")]
    private static partial Regex StatusPattern();
}
