using Vernier.Pangolin;

namespace Vernier.EndToEnd.Systems.Pangolin.Monitoring;

/// <summary>All 46 families are recorded by what they measure, with exact values, and the known queries return them.</summary>
public class CatalogTests(PangolinScenario scenario) : IClassFixture<PangolinScenario>
{
    /// <summary>The families that only WireGuard and hole punching change.</summary>
    private static readonly string[] Privileged = ["pangolin_wg_handshake_total", "pangolin_holepunch_orchestration_total"];

    /// <summary>Name, labels and value.</summary>
    public static TheoryData<string, string, double> ExactValues => new()
    {
        { "pangolin_site_active_sites", "region=eu", 1 },
        { "pangolin_site_online", "site_id=berlin,transport=websocket", 1 },
        { "pangolin_site_connection_drops_total", "site_id=berlin", 1 },
        { "pangolin_site_bandwidth_bytes_total", "site_id=berlin,direction=ingress,protocol=http/1.1", PangolinScenario.UploadBytes },
        { "pangolin_site_handshake_latency_seconds_count", "site_id=berlin,transport=websocket", 2 },
        { "pangolin_resource_requests_total", "site_id=berlin,resource_id=shop,backend=web,method=GET,status=200", PangolinScenario.Visits },
        { "pangolin_resource_requests_total", "resource_id=shop,method=POST,status=204", 1 },
        { "pangolin_resource_requests_total", "resource_id=legacy,status=502", 2 },
        { "pangolin_resource_request_duration_seconds_count", "resource_id=shop,backend=web,method=GET", PangolinScenario.Visits },
        { "pangolin_resource_active_connections", "resource_id=stream,protocol=http/1.1", 1 },
        { "pangolin_resource_errors_total", "resource_id=legacy,backend=stopped,error_type=connection_refused", 2 },
        { "pangolin_resource_bandwidth_bytes_total", "resource_id=shop,direction=ingress", PangolinScenario.UploadBytes },
        { "pangolin_resource_bandwidth_bytes_total", "resource_id=shop,direction=egress", PangolinScenario.Visits * ScenarioServer.PageBytes },
        { "pangolin_tunnel_up", "site_id=berlin,transport=websocket", 1 },
        { "pangolin_tunnel_reconnects_total", "site_id=berlin,transport=websocket", 1 },
        { "pangolin_ws_connections_total", "site_id=berlin,result=success", 2 },
        { "pangolin_ws_connections_total", "result=unauthorized", 1 },
        { "pangolin_ws_active_connections", "site_id=berlin", 1 },
        { "pangolin_backend_connection_errors_total", "backend=stopped,site_id=berlin,error_type=connection_refused", 2 },
        { "pangolin_auth_requests_total", "site_id=berlin,auth_method=header_auth,result=valid_header_auth", 4 },
        { "pangolin_auth_failure_reasons_total", "site_id=berlin,auth_method=header_auth,reason=invalid_credentials", 1 },
        { "pangolin_auth_failure_reasons_total", "reason=resource_not_found", 2 },
        { "pangolin_auth_active_users", "site_id=berlin,auth_method=password", 1 },
        { "pangolin_token_issued_total", "site_id=berlin,auth_method=password", 1 },
        { "pangolin_token_issued_total", "site_id=berlin,auth_method=email", 1 },
        { "pangolin_token_refresh_total", "site_id=berlin,result=success", 1 },
        // The setup leads there as well.
        { "pangolin_ui_requests_total", "endpoint=/sites,method=GET,status=200", 3 },
        { "pangolin_integration_api_requests_total", "endpoint=/api/v1/health,method=GET,status=200", 5 },
        { "pangolin_integration_api_duration_seconds_count", "endpoint=/api/v1/health,method=GET", 5 },
        { "pangolin_plugin_fetch_total", "plugin=example,result=success", 1 },
        { "pangolin_acme_cert_events_total", "event=issued", 2 },
        { "pangolin_config_reloads_total", "result=success", 2 },
        { "pangolin_config_reloads_total", "result=failure", 1 },
        { "pangolin_restart_count_total", "", 0 },
    };

    [Fact]
    public void Families_AfterTheScenario_HaveAllChanged()
    {
        var expected = PangolinCatalog.Catalog.Metrics.Select(metric => metric.Name);
        if (PangolinScenario.NoWireGuard is { } reason)
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"{string.Join(" and ", Privileged)} are left out: {reason}.");
            expected = expected.Except(Privileged);
        }

        expected.Except(scenario.Changed).ShouldBeEmpty();
        PangolinCatalog.Catalog.Metrics.Count.ShouldBe(46);
    }

    [Theory]
    [MemberData(nameof(ExactValues))]
    public void Value_AfterTheScenario_IsExact(string name, string labels, double value)
    {
        var pairs = labels.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(label => label.Split('=')).Select(pair => (pair[0], pair[1])).ToArray();

        PangolinScenario.Sum(scenario.Metrics, name, pairs).ShouldBe(value);
    }

    [Fact]
    public void Restarts_AfterARestart_Continue() => PangolinScenario.Sum(scenario.MetricsAfterRestart, "pangolin_restart_count_total").ShouldBe(1);

    // Pebble issues certificates for five years.
    [Fact]
    public void Expiry_IssuedCertificates_IsThatOfTheCertificates() =>
        PangolinScenario.Sum(scenario.Metrics, "pangolin_acme_cert_expiry_days", ("domain", "a.example.com")).ShouldBe(
            PangolinScenario.Sum(scenario.Metrics, "pangolin_certificates_expiry_days", ("resource_id", "acme-0")), tolerance: 0.01);

    [Fact]
    public void Q41_Bandwidth_IsThatOfTheUpload() => scenario.Queries["Q41"].Known
        .ShouldContain(sample => sample.Labels["site_id"] == "berlin" && sample.Labels["direction"] == "ingress" && sample.Value > 0);

    [Fact]
    public void Q42_RequestRate_HasNoEndpointAndTheCorrectedQueryHas()
    {
        scenario.Queries["Q42"].Known.ShouldContain(sample => sample.Labels["resource_id"] == "shop" && sample.Value > 0);
        scenario.Queries["Q42"].Known.ShouldAllBe(sample => !sample.Labels.ContainsKey("endpoint"));
        scenario.Queries["Q42"].Instead.ShouldContain(sample => sample.Labels["endpoint"] == "/sites");
    }

    [Fact]
    public void Q43_AverageDuration_IsFiniteForResourcesWithRequests()
    {
        scenario.Queries["Q43"].Known.ShouldContain(sample => sample.Labels["resource_id"] == "shop" && sample.Value > 0 && sample.Value < 10);
        scenario.Queries["Q43"].Instead.ShouldContain(sample => sample.Labels["resource_id"] == "shop" && sample.Value > 0 && sample.Value < 10);
    }

    [Fact]
    public void Q44_ActiveConnections_AreTheOpenOnes()
    {
        scenario.Queries["Q44"].Known.Where(sample => sample.Labels["resource_id"] == "stream").Sum(sample => sample.Value).ShouldBe(1);
        scenario.Queries["Q44"].Known.ShouldContain(sample => sample.Labels["resource_id"] == "shop" && sample.Value == 0);
    }

    [Fact]
    public void Q45_ErrorRate_IsThatOfTheFailingResource()
    {
        scenario.Queries["Q45"].Known.ShouldContain(sample => sample.Labels["resource_id"] == "legacy" && sample.Labels["error_type"] == "connection_refused" && sample.Value > 0);
        scenario.Queries["Q45"].Instead.ShouldContain(sample => sample.Labels["resource_id"] == "legacy" && sample.Value == 1);
    }
}
