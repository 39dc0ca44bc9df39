using System.Threading.Channels;
using Vernier.Pangolin.Channels;

namespace Vernier.Pangolin.Tunnels;

/// <summary>Sends a site which of its targets are used, when it connects and after each change. Thread-safe.</summary>
internal sealed class ConfigSender(string siteId, TunnelChannel channel, TunnelServices services)
{
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Something may have changed.</summary>
    public void Signal() => _signal.Writer.TryWrite(true);

    /// <summary>Sends the configuration and its changes until canceled. Never throws.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        byte[] sent = [];
        Signal();
        try
        {
            while (true)
            {
                await _signal.Reader.ReadAsync(cancellation).ConfigureAwait(false);
                var message = Create();
                var written = ControlFormat.Write(message);
                if (written.AsSpan().SequenceEqual(sent))
                    continue;
                await channel.SendAsync(message, cancellation).ConfigureAwait(false);
                sent = written;
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ConnectionLostException)
        {
            // The tunnel has ended.
        }
    }

    /// <summary>Resources may use the same target; the first health check in the order of their identifiers counts.</summary>
    private ConfigMessage Create()
    {
        var options = services.Options;
        var targets = services.Inventory.Current.Resources.Values
            .Where(resource => resource.SiteId == siteId)
            .OrderBy(resource => resource.Id, StringComparer.Ordinal)
            .SelectMany(resource => resource.Targets)
            .GroupBy(target => target.Name)
            .OrderBy(target => target.Key, StringComparer.Ordinal)
            .Select(target => new TargetConfig(target.Key, target.Select(use => use.HealthPath).FirstOrDefault(path => path is not null)));
        return new ConfigMessage([.. targets], (int)options.HealthCheckInterval.TotalMilliseconds, (int)options.HealthCheckTimeout.TotalMilliseconds);
    }
}
