namespace Vernier.Pangolin;

/// <summary>How long each site was connected. Thread-safe.</summary>
internal sealed class SiteTimes(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _sites = [];

    /// <summary>Adds a site that is not connected, unless it is known.</summary>
    public void Known(string site)
    {
        lock (_lock)
            _sites.TryAdd(site, new Entry());
    }

    public void Removed(string site)
    {
        lock (_lock)
            _sites.Remove(site);
    }

    /// <summary>Sets whether a site is connected over a transport.</summary>
    public void Online(string site, Transport transport, bool online)
    {
        lock (_lock)
        {
            if (!_sites.TryGetValue(site, out var entry))
                _sites.Add(site, entry = new Entry());
            Update(entry);
            if (online)
                entry.Transports.Add(transport);
            else
                entry.Transports.Remove(transport);
        }
    }

    /// <summary>Reports the seconds of each site.</summary>
    public void Report(SeriesReporter<SiteLabels, double> series)
    {
        lock (_lock)
        {
            foreach (var (site, entry) in _sites)
            {
                Update(entry);
                series.Report(new(site), entry.Seconds);
            }
        }
    }

    private void Update(Entry entry)
    {
        var now = time.GetTimestamp();
        if (entry.Transports.Count > 0)
            entry.Seconds += time.GetElapsedTime(entry.Since, now).TotalSeconds;
        entry.Since = now;
    }

    private sealed class Entry
    {
        public HashSet<Transport> Transports { get; } = [];

        public long Since { get; set; }

        public double Seconds { get; set; }
    }
}
