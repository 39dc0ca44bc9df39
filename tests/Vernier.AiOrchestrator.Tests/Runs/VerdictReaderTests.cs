using Vernier.AiOrchestrator.Runs.Pipeline;

namespace Vernier.AiOrchestrator.Tests.Runs;

public class VerdictReaderTests
{
    [Theory]
    [InlineData("Fine.\nVERDICT: APPROVED", "Approved")]
    [InlineData("Defects.\r\n\r\nVERDICT: REWORK\r\n", "Rework")]
    [InlineData("**Verdict: rework.**", "Rework")]
    [InlineData("## VERDICT:APPROVED", "Approved")]
    [InlineData("`VERDICT: REWORK`\n\nThank you.", "Rework")]
    [InlineData("VERDICT: REWORK\nFixed meanwhile.\nVERDICT: APPROVED", "Approved")]
    [InlineData("The verdict: REWORK", null)]
    [InlineData("VERDICT: MAYBE", null)]
    [InlineData("VERDICT: APPROVED or REWORK", null)]
    [InlineData("Looks good.", null)]
    public void Read_Text_ReturnsTheLastVerdict(string text, string? verdict) => (VerdictReader.Read(text)?.ToString()).ShouldBe(verdict);
}
