using Vernier.AspNetCore.Requests;

namespace Vernier.Pangolin;

/// <content>Sign-in, console, system, certificates, Traefik, database and integration API.</content>
internal sealed partial class PangolinMetrics
{
    /// <summary>Records a decision about a request or a sign-in attempt.</summary>
    /// <param name="site">The site; null if the resource does not exist.</param>
    /// <param name="method">The sign-in method.</param>
    /// <param name="decision">The decision.</param>
    /// <param name="failure">Why access was denied; null if it was allowed.</param>
    /// <param name="duration">The time of the decision.</param>
    public void AccessDecided(string? site, AuthMethod method, AccessDecision decision, AuthFailureReason? failure, TimeSpan duration)
    {
        _authRequests?.With(new(site ?? "", method, decision)).Inc();
        _authDuration?.With(new(method, decision)).Observe(duration.TotalSeconds);
        if (failure is { } reason)
            _authFailures?.With(new(site ?? "", reason, method)).Inc();
    }

    /// <summary>Sets the number of distinct users with a session at resources of a site.</summary>
    public void ActiveUsers(string site, AuthMethod method, int users)
    {
        if (!_removed.HasSite(site))
            _activeUsers?.With(new(site, method)).Set(users);
    }

    /// <summary>Records the start of a session of a resource, or of the page with an empty site.</summary>
    public void TokenIssued(string site, AuthMethod method)
    {
        if (!_removed.HasSite(site))
            _tokensIssued?.With(new(site, method)).Inc();
    }

    /// <summary>Records sessions that ended.</summary>
    public void TokensRevoked(RevocationReason reason, int count = 1) => _tokensRevoked?.With(new(reason)).Inc(count);

    /// <summary>Records an attempt to extend a session.</summary>
    public void TokenRefreshed(string site, Outcome result)
    {
        if (!_removed.HasSite(site))
            _tokenRefreshes?.With(new(site, result)).Inc();
    }

    /// <summary>Records a request to the page, or to the API with a session cookie.</summary>
    public void UiRequest(string endpoint, HttpVerb method, int status) => _uiRequests?.With(new(endpoint, method, RequestStatus.TextOf(status))).Inc();

    /// <summary>Sets the number of sessions of the page.</summary>
    public void UiSessions(int count) => _uiSessions?.Set(count);

    /// <summary>Records a request to the API with an API key.</summary>
    public void IntegrationRequest(string endpoint, HttpVerb method, int status, TimeSpan duration)
    {
        _integrationRequests?.With(new(endpoint, method, RequestStatus.TextOf(status))).Inc();
        _integrationDuration?.With(new(endpoint, method)).Observe(duration.TotalSeconds);
    }

    /// <summary>Records a reload of the configuration.</summary>
    public void ConfigurationReloaded(Outcome result) => _configReloads?.With(new(result)).Inc();

    /// <summary>Restores the number of restarts.</summary>
    /// <param name="restarts">The number of starts after the first one.</param>
    /// <param name="firstStart">The time of the first start.</param>
    public void Started(long restarts, DateTimeOffset firstStart)
    {
        if (restarts > 0)
            _restarts?.Restore(restarts, firstStart);
    }

    /// <summary>Records an attempt of a background job.</summary>
    public void JobEnded(JobType type, JobStatus status) => _backgroundJobs?.With(new(type, status)).Inc();

    /// <summary>Sets the number of jobs that are due.</summary>
    public void QueueDepth(JobType type, int jobs) => _queueDepth?.With(new(type)).Set(jobs);

    /// <summary>Sets when the certificate of a resource expires; null if it has none.</summary>
    public void ResourceCertificate(string site, string resource, DateTimeOffset? expires) => _certificates.SetResource(new(site, resource), expires);

    /// <summary>Sets when the certificate of a domain from the ACME server expires; null if it has none.</summary>
    public void AcmeCertificate(string domain, DateTimeOffset? expires) => _certificates.SetDomain(new(domain), expires);

    /// <summary>Creates the series of a host that gets certificates from the ACME server.</summary>
    public void DomainKnown(string domain)
    {
        foreach (var happened in Enum.GetValues<AcmeEvent>())
            _acmeEvents?.With(new(domain, happened));
    }

    /// <summary>Records an event of a certificate from the ACME server.</summary>
    public void AcmeEventOccurred(string domain, AcmeEvent happened) => _acmeEvents?.With(new(domain, happened)).Inc();

    /// <summary>Removes all series of a domain.</summary>
    public void DomainRemoved(string domain)
    {
        _certificates.SetDomain(new(domain), null);
        _acmeEvents?.RemoveWhere(nameof(DomainLabels.Domain), domain);
    }

    /// <summary>Records a synchronization of the configuration for Traefik.</summary>
    /// <param name="duration">The time to render and write it.</param>
    /// <param name="error">What failed; null if it succeeded.</param>
    public void TraefikSynchronized(TimeSpan duration, TraefikError? error)
    {
        _traefikSync?.Observe(duration.TotalSeconds);
        if (error is { } failed)
            _traefikErrors?.With(new(failed)).Inc();
    }

    /// <summary>Creates the series of a plugin.</summary>
    public void PluginKnown(string plugin)
    {
        foreach (var result in Enum.GetValues<PluginFetchResult>())
            _pluginFetches?.With(new(plugin, result));
    }

    /// <summary>Removes all series of a plugin.</summary>
    public void PluginRemoved(string plugin) => _pluginFetches?.RemoveWhere(nameof(PluginLabels.Plugin), plugin);

    /// <summary>Records a fetch of a plugin.</summary>
    public void PluginFetched(string plugin, PluginFetchResult result) => _pluginFetches?.With(new(plugin, result)).Inc();

    /// <summary>Sets the number of connections of the database pool in a state.</summary>
    public void PoolConnections(PoolState state, int count) => _poolConnections?.With(new(state)).Set(count);

    /// <summary>Records that an operation waited for a database connection.</summary>
    public void PoolWaited(TimeSpan time) => _poolWait?.Inc(time.TotalSeconds);

    /// <summary>Creates the series whose labels are closed, so that they exist before the first event.</summary>
    private void CreateClosedSeries()
    {
        foreach (var reason in Enum.GetValues<RevocationReason>())
            _tokensRevoked?.With(new(reason));
        foreach (var result in Enum.GetValues<Outcome>())
            _configReloads?.With(new(result));
        foreach (var type in Enum.GetValues<JobType>())
        {
            _queueDepth?.With(new(type));
            foreach (var status in Enum.GetValues<JobStatus>())
                _backgroundJobs?.With(new(type, status));
        }
        foreach (var direction in Enum.GetValues<TrafficDirection>())
        {
            foreach (var message in Enum.GetValues<TunnelMessage>())
                _wsMessages?.With(new(direction, message));
        }
        foreach (var error in Enum.GetValues<TraefikError>())
            _traefikErrors?.With(new(error));
        foreach (var state in Enum.GetValues<PoolState>())
            _poolConnections?.With(new(state));
        foreach (var reason in Enum.GetValues<HolePunchReason>())
            _holePunches?.With(new(ResultOf(reason), reason));
    }

    /// <summary>Whether a hole punching message with this reason was accepted.</summary>
    private static Outcome ResultOf(HolePunchReason reason) =>
        reason is HolePunchReason.Registered or HolePunchReason.Paired or HolePunchReason.PeerUnknown ? Outcome.Success : Outcome.Failure;
}
