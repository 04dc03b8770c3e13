"""What deploys a service: serverless.yml, serverless-compose.yml and pipelines."""
