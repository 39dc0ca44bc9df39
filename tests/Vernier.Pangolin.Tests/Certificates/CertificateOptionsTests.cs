using Microsoft.Extensions.Configuration;
using Vernier.AspNetCore.Configuration;
using Vernier.Pangolin.Configuration;

namespace Vernier.Pangolin.Tests.Certificates;

public class CertificateOptionsTests
{
    [Theory]
    [InlineData("acme:accept_terms", "false", "must be true; read the terms of service")]
    [InlineData("acme:directory", "http://acme.example.com/directory", "must be an https URL; http is allowed only on this machine")]
    [InlineData("acme:directory", "acme", "must be an absolute URL")]
    [InlineData("acme:contacts:0", "operator", "must be an e-mail address")]
    [InlineData("acme:contacts:0", "a@example.com,b@example.com", "must be an e-mail address")]
    [InlineData("acme:hosts:0", "*.example.com", "must not be a wildcard, which HTTP-01 cannot validate; use a certificate file")]
    [InlineData("acme:hosts:0", "192.0.2.1", "must be a host name, such as app.example.com; for an IP address use a certificate file")]
    [InlineData("acme:ca_file", "/nowhere/ca.pem", "must be the path of a PEM file with certificates")]
    [InlineData("acme:external_account_key", "no base64url!", "must be a key in base64url")]
    [InlineData("acme:external_account_id", "kid-1", "a value is required when external_account_id is set")]
    [InlineData("acme:challenge_port", "70000", "must be a port")]
    [InlineData("acme:renew_before", "60", "must be between")]
    [InlineData("files:0:certificate", "/nowhere/app.pem", "must be the path of an existing file")]
    [InlineData("files:0:key", "/nowhere/app.key", "must be the path of an existing file")]
    [InlineData("default_host", "https://app.example.com", "must be a host name")]
    public void Read_InvalidValue_IsReportedWithItsRule(string key, string value, string expected) =>
        Failures(new() { ["acme:accept_terms"] = "true", [key] = value }).ShouldContain(failure => failure.Contains(expected), expected);

    [Fact]
    public void Read_ValidAcme_HasNoFailure() => Failures(new()
    {
        ["acme:accept_terms"] = "true",
        ["acme:contacts:0"] = "operator@example.com",
        ["acme:hosts:0"] = "app.example.com",
        ["acme:external_account_id"] = "kid-1",
        ["acme:external_account_key"] = "zWNDZM6eQGHWpSRTPal5eIUYFTu7EajVIoguysqZ9wG44nMEtx3MUAsUDkMTQ12W",
    }).ShouldBeEmpty();

    [Fact]
    public void Read_Secrets_AreNotInTheFailures() =>
        string.Join('\n', Failures(new() { ["acme:accept_terms"] = "true", ["acme:external_account_key"] = "secret value!" })).ShouldNotContain("secret value");

    private static List<string> Failures(Dictionary<string, string?> settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        var failures = new List<OptionFailure>();
        ValidatedOptions.Read<CertificateOptions>(configuration, failures);
        return [.. failures.Select(failure => failure.ToString())];
    }
}
