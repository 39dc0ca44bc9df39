namespace Vernier.Toolkit.Rules;

/// <summary>A burn rate that triggers an alert if it is exceeded over a long and a short window.</summary>
/// <param name="Factor">The burn rate: 1 consumes the budget exactly over the window of the objective.</param>
/// <param name="Short">The short window, which makes the alert resolve soon.</param>
/// <param name="Long">The long window, which keeps the alert from firing on short bursts.</param>
internal sealed record BurnRate(decimal Factor, TimeSpan Short, TimeSpan Long);
