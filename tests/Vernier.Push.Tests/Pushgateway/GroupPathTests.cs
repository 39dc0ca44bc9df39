using Vernier.Push.Pushgateway;

namespace Vernier.Push.Tests.Pushgateway;

public class GroupPathTests
{
    // The examples of the Pushgateway documentation, section "URL", and edge cases.
    [Theory]
    [InlineData("directory_cleaner", "path", "/var/tmp", "/metrics/job/directory_cleaner/path@base64/L3Zhci90bXA")]
    [InlineData("titan", "name", "Προμηθεύς", "/metrics/job/titan/name@base64/zqDPgc6_zrzOt864zrXPjc-C")]
    [InlineData("example", "first_label", "", "/metrics/job/example/first_label@base64/=")]
    [InlineData("a/b", "x", "y", "/metrics/job@base64/YS9i/x/y")]
    [InlineData("j", "x", ".", "/metrics/job/j/x@base64/Lg")]
    [InlineData("j", "x", "..", "/metrics/job/j/x@base64/Li4")]
    [InlineData("j", "x", "a.b-c_d~e", "/metrics/job/j/x/a.b-c_d~e")]
    [InlineData("j", "x", "50%", "/metrics/job/j/x@base64/NTAl")]
    [InlineData("j", "x", "???", "/metrics/job/j/x@base64/Pz8_")]
    public void Of_GroupingKey_IsAsDocumented(string job, string name, string value, string expected) =>
        GroupPath.Of([new("job", job), new(name, value)]).ShouldBe(expected);
}
