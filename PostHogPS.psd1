@{
    RootModule           = 'bin/PostHogPS.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = '3d0b6a0f-52c5-4f0c-9a57-7c1f5be0a1d4'
    Author               = 'PostHogPS contributors'
    CompanyName          = 'PostHogPS contributors'
    Copyright            = '(c) PostHogPS contributors. MIT licence.'
    Description          = 'Keeps PostHog batch exports complete from PowerShell: list, inspect, retry, backfill, pause, resume, wait and verify. Dashboards too. Works in interactive sessions and in unattended runbooks.'
    PowerShellVersion    = '5.1'
    CompatiblePSEditions = @('Desktop', 'Core')
    DotNetFrameworkVersion = '4.7.2'
    TypesToProcess       = @('bin/PostHogPS.Types.ps1xml')
    FormatsToProcess     = @('bin/PostHogPS.Format.ps1xml')
    FunctionsToExport    = @()
    VariablesToExport    = @()
    AliasesToExport      = @()
    # With commas: a line of its own without one is a statement that PowerShell compiles at each import.
    CmdletsToExport      = @(
        'Compare-PHBatchExport',
        'Compare-PHBatchExportRow',
        'Compare-PHDashboard',
        'Connect-PostHog',
        'Copy-PHBatchExport',
        'Copy-PHDashboard',
        'Disconnect-PostHog',
        'Export-PHBatchExport',
        'Export-PHBatchExportReport',
        'Export-PHDashboard',
        'Find-PHBatchExportAnomaly',
        'Find-PHBatchExportGap',
        'Get-PHBatchExport',
        'Get-PHBatchExportAlert',
        'Get-PHBatchExportBackfill',
        'Get-PHBatchExportError',
        'Get-PHBatchExportHealth',
        'Get-PHBatchExportLog',
        'Get-PHBatchExportRun',
        'Get-PHConnection',
        'Get-PHCurrentUser',
        'Get-PHDashboard',
        'Get-PHDashboardSharing',
        'Get-PHDashboardTemplate',
        'Get-PHDashboardTile',
        'Get-PHFileDownload',
        'Get-PHInsight',
        'Get-PHIntegration',
        'Get-PHOrganization',
        'Get-PHProject',
        'Get-PHRateLimit',
        'Import-PHDashboard',
        'Invoke-PHBatchExportRetry',
        'Invoke-PHQuery',
        'Invoke-PHRestMethod',
        'Measure-PHFileDownload',
        'New-PHBatchExport',
        'New-PHBatchExportAlert',
        'New-PHBatchExportDestination',
        'New-PHDashboard',
        'New-PHDashboardSharingPassword',
        'New-PHDashboardTile',
        'New-PHIntegration',
        'Remove-PHBatchExport',
        'Remove-PHBatchExportAlert',
        'Remove-PHDashboard',
        'Remove-PHDashboardSharingPassword',
        'Remove-PHDashboardTile',
        'Remove-PHIntegration',
        'Repair-PHBatchExport',
        'Restore-PHDashboard',
        'Resume-PHBatchExport',
        'Save-PHFileDownload',
        'Set-PHBatchExport',
        'Set-PHBatchExportAlert',
        'Set-PHDashboard',
        'Set-PHDashboardSharing',
        'Set-PHDashboardTile',
        'Start-PHBatchExportBackfill',
        'Start-PHFileDownload',
        'Stop-PHBatchExportBackfill',
        'Stop-PHBatchExportRun',
        'Stop-PHFileDownload',
        'Suspend-PHBatchExport',
        'Sync-PHBatchExport',
        'Test-PHBatchExportAlert',
        'Test-PHBatchExportDestination',
        'Test-PHBatchExportHealth',
        'Test-PHDashboardPortability',
        'Update-PHBatchExportCredential',
        'Wait-PHBatchExportBackfill',
        'Wait-PHBatchExportRun',
        'Watch-PHBatchExport'
    )
    PrivateData          = @{
        PSData = @{
            Tags         = @('PostHog', 'BatchExport', 'DataPipeline', 'Analytics', 'ETL', 'Monitoring', 'PSEdition_Desktop', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            LicenseUri   = 'https://opensource.org/license/mit'
            ReleaseNotes = 'See CHANGELOG.md.'
        }
    }
}
