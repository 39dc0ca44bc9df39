namespace Vernier.Pangolin;

/// <summary>The notes of the reference page: the scrape job, names, cardinality and what queries over a range miss.</summary>
internal static class PangolinNotes
{
    public const string Text = """
        ## Scraping

        Metrics are on while the section `metrics` exists and `enabled` is not false. They have their own port, which serves `/metrics` and nothing else.
        For a Prometheus on the same machine:

        ```yaml
        scrape_configs:
          - job_name: 'pangolin'
            static_configs:
              - targets: ['localhost:9464']
        ```

        Servers that share a database expose what they do themselves: requests and connections that they have accepted, tunnels that they hold, jobs that
        they have run. Sum counters over the instances. `pangolin_site_online` and `pangolin_tunnel_up` are 1 on the server that holds the tunnel, so take
        their maximum. Gauges that are read from the database have the same value on all servers: `pangolin_background_queue_depth`,
        `pangolin_auth_active_users`, `pangolin_ui_active_sessions`, and the days until certificates expire.

        ## Names

        Names, labels and types are the same in every format. Families of bytes and seconds have the unit in their names, and `pangolin_restart_count_total`
        is a counter: it continues after a restart, because its value is stored.

        ## Cardinality

        The labels `site_id`, `resource_id`, `backend`, `domain` and `plugin` are names from the database or the configuration, `endpoint` is a route template,
        and `status` is the number of an HTTP status. The limits are 1,000 sites, 2,000 resources, backends and domains, 200 endpoints and 50 regions; what
        exceeds them is recorded with the label value `_overflow`, and counted in `vernier_series_overflows_total`. Deleting a site, resource, backend or
        certificate removes its series at once.

        The largest families are `pangolin_resource_requests_total`, with a series for each method and status of a resource, and
        `pangolin_resource_request_duration_seconds`, with 14 series for each method and backend of a resource. Aggregate them in recording rules before you
        query long ranges.

        ## New series and restarts

        `rate` and `increase` compare samples, so they miss the value that a series has when it is scraped for the first time.

        - The series of sites, tunnels, resources and backends exist at 0 from the creation of the site or resource; so do the ones with closed labels.
        - A series by status, error type, sign-in method or result starts with its first event. Alerts that must see the first event read other series.
        - Ratios are NaN without events in the range. The dashboards contain a form without NaN next to each known query that has this problem.
        """;
}
