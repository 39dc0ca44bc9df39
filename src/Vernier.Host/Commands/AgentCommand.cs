using Vernier.Host.Configuration;
using Vernier.Pangolin;

namespace Vernier.Host.Commands;

/// <summary>Runs an agent of Pangolin until the process is stopped, with its log on the console.</summary>
internal static class AgentCommand
{
    /// <summary>Reads the options and runs the agent.</summary>
    /// <param name="read">Reads the options from the command line.</param>
    /// <param name="run">Runs the agent until it is canceled.</param>
    /// <param name="stop">Canceled when the process is stopped.</param>
    /// <returns>The exit code: 0 after a regular stop, 1 if the agent cannot run, 2 for an invalid command line.</returns>
    public static async Task<int> RunAsync<TOptions>(Func<TOptions> read, Func<TOptions, ILoggerFactory, CancellationToken, Task> run, CancellationToken stop)
    {
        try
        {
            var options = read();
            using var logging = LoggerFactory.Create(log => log.SetMinimumLevel(LogLevel.Warning).AddFilter("Vernier", LogLevel.Information)
                .AddSimpleConsole(console => console.SingleLine = true));
            await run(options, logging, stop).ConfigureAwait(false);
            return 0;
        }
        catch (ConfigurationException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message).ConfigureAwait(false);
            return 2;
        }
        catch (PangolinException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message).ConfigureAwait(false);
            return 1;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 0;
        }
    }
}
